"""A day's wire for tests: 14 stories in 47 articles, changed as desks change copy. All of it invented."""

from dataclasses import dataclass
from datetime import timedelta

from feeds.model import Article
from tests.builders import NOW, an_article

DAY = NOW - timedelta(hours=20)
OUTLETS = 12
CARRIERS = (6, 5, 5, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 1)
"""How many outlets carry each story; 47 in all."""

STORIES = (
    (
        "Port Ansel council borrows four million for broken harbour wall",
        "The council of Port Ansel voted nine to two to borrow four million dollars for the harbour wall.",
        "January's storms broke the wall in two places and sank eleven boats.",
        "Harbour master Ida Quist had asked for the money since the autumn.",
        "“A harbour without a wall is a beach,” Quist said.",
        "Work is to begin in May and to last until the first gales of October.",
        "Two members voted against the loan because its interest is not fixed.",
    ),
    (
        "Teachers at Calder Heights grammar school strike over unpaid hours",
        "Teachers at the grammar school of Calder Heights walked out on Monday over hours that nobody pays.",
        "Their union wants eleven hours a month to be counted as work.",
        "Union leader Tove Marsh said the talks had failed after midnight.",
        "“We correct homework on our kitchen tables,” Marsh said.",
        "The school's principal called the walkout a breach of the contract of 2023.",
        "Some nine hundred pupils were sent home before noon.",
    ),
    (
        "Deportation flight from Port Ansel turned back by federal judge",
        "A federal judge ordered a deportation flight that had left Port Ansel to turn round over the sea.",
        "Thirty-one people were on board, nine of them with appeals that had not been heard.",
        "Judge Ruth Okafor wrote that the government had been told of the appeals in time.",
        "“Nobody may be flown away from a court that is still sitting,” Okafor wrote.",
        "The plane landed again at Ansel Field shortly after dusk.",
        "The department that ordered the flight did not answer questions.",
    ),
    (
        "Ferry to Port Ansel runs aground with ninety on board",
        "A ferry with ninety passengers ran onto a sandbank half a mile off Port Ansel in thick fog.",
        "The coast watch took everybody off in rubber boats before the tide fell.",
        "Captain Leif Aune said that the radar had failed a minute before.",
        "“I heard the sand before I saw it,” Aune said.",
        "Divers are to look at the hull on Thursday at low water.",
        "The line has put buses on the coast road in the meantime.",
    ),
    (
        "Calder County sheriff refuses detainers without a warrant",
        "The sheriff of Calder County will hold nobody for immigration officers without a judge's warrant.",
        "Sheriff Dan Ostrow signed the order after a jail was sued for holding a citizen for six days.",
        "Federal officers sent the county two hundred and four requests last year.",
        "“A form is not a warrant,” Ostrow said.",
        "The county's lawyers had advised the change in a memorandum of March.",
        "A deputies' association said that it had not been asked.",
    ),
    (
        "Port Ansel hospital closes its maternity ward at night",
        "The only hospital in Port Ansel will close its maternity ward between ten at night and six.",
        "It cannot find midwives, although it has offered them a house and a bonus.",
        "Women in labour will be driven to Ostermoor, fifty minutes away by the coast road.",
        "“I have delivered four babies on that road already,” paramedic Sana Beck said.",
        "The health board will look at the closure again after the summer.",
        "Three hundred and twelve children were born in the ward last year.",
    ),
    (
        "Calder Heights orchard growers lose cherry crop to late frost",
        "A night of frost has destroyed most of the cherry crop in the orchards above Calder Heights.",
        "Growers lit straw fires between the rows, but a wind from the hills blew the warmth away.",
        "The growers' association puts the loss at seven tenths of the harvest.",
        "“The blossom was black at sunrise,” grower Amund Vik said.",
        "Pickers who come every June from the south have been told to stay at home.",
        "Insurance covers hail, but not frost after the first of April.",
    ),
    (
        "National Guard to leave Port Ansel after governor's review",
        "The National Guard will leave Port Ansel by Friday, the governor decided after a review.",
        "Two hundred guardsmen have patrolled the station and the piers since February.",
        "Governor Helen Sato said that arrests had fallen before the first of them arrived.",
        "“They did what they were asked, and it is done,” Sato said.",
        "The mayor had sued over the deployment, which cost the state nine million dollars.",
        "A rear party will remain for a week to return the barracks.",
    ),
    (
        "Power failure darkens Calder Heights for eleven hours",
        "A burnt transformer left Calder Heights without electricity for eleven hours on Tuesday.",
        "Traffic lights failed, and the waterworks ran on diesel until the evening.",
        "The utility blamed a marten that had crept into the substation.",
        "“It is always a marten,” engineer Paul Reyes said.",
        "Bakers gave away what was left in their ovens.",
        "Shops asked the utility to pay for spoiled meat and milk.",
    ),
    (
        "Port Ansel library returns book of psalms looted in war",
        "The town library of Port Ansel has given back a book of psalms that soldiers looted eighty years ago.",
        "A student found the stamp of a monastery under a pasted label.",
        "Three monks came by train to fetch the parchment in a padded suitcase.",
        "“We have sung from a copy all this time,” Brother Anselm said.",
        "The library received a facsimile and a cheese.",
        "It will now look through four thousand other volumes.",
    ),
    (
        "Calder River bridge shut after inspectors find cracks in its cables",
        "Inspectors closed the suspension bridge over the Calder River after they found cracks in two cables.",
        "Forty thousand cars a day must take the tunnel at Ostermoor instead.",
        "The cracks are finer than a hair, but they have grown since last year.",
        "“A cable says little before it says everything,” inspector Mia Dahl said.",
        "Repairs will take until Christmas at the earliest.",
        "Ships may pass below at reduced speed.",
    ),
    (
        "Port Ansel cannery fined for locking night shift inside",
        "A cannery in Port Ansel must pay two million dollars for locking its night shift into the building.",
        "A fire inspector found three of four doors chained during an unannounced visit.",
        "Eighty women packed sardines behind those doors until seven in the morning.",
        "“They told us that the chains were against the gulls,” worker Rosa Pinto said.",
        "The company said that a foreman had acted alone and was dismissed.",
        "Prosecutors are looking at two other plants of the owner.",
    ),
    (
        "Calder Heights radio telescope hears repeated signal from red dwarf",
        "Astronomers at the telescope above Calder Heights heard one radio burst from a red dwarf nine times.",
        "It comes every eighteen hours and lasts as long as a heartbeat.",
        "A planet that brushes the star's magnetic field may be its cause.",
        "“It is a doorbell, not a voice,” astronomer Nils Ekholm said.",
        "A second telescope in the southern hemisphere will listen in June.",
        "The star is twelve light years away and too faint for the naked eye.",
    ),
    (
        "Port Ansel chess prodigy, nine, beats grandmaster in simul",
        "A girl of nine from Port Ansel beat a grandmaster who was playing thirty boards at once.",
        "Ines Calvo gave up a rook on the twentieth move and mated him eleven moves later.",
        "She learned the game from her grandfather in the back of his fish shop.",
        "“He looked at me, so I knew that it was good,” Calvo said.",
        "The grandmaster signed her score sheet and asked for a rematch.",
        "She has school on the day he proposed.",
    ),
)
_REWRITTEN = "It was the talk of the county by the afternoon: {} So much can be said after a day of telephone calls."
_LOCAL = (
    "Readers who rang our desk said they had expected nothing else, and some were waiting for us at the door.",
    "Our photographer was there an hour later and found the street full of people who wanted to talk.",
    "This newspaper asked for the papers in April and has not been given them.",
)


@dataclass(frozen=True, slots=True)
class Item:
    """An article of the day: which story it tells, and which outlet brings it when."""

    story: int
    outlet: int
    article: Article


def the_day() -> tuple[Item, ...]:
    """Return the 47 articles in the order in which their outlets publish them."""
    items = [_item(story, copy) for story, count in enumerate(CARRIERS) for copy in range(count)]
    return tuple(sorted(items, key=lambda item: item.article.published))


def _item(story: int, copy: int) -> Item:
    title, lead, *body = STORIES[story]
    outlet = (story * 5 + copy * 7) % OUTLETS
    paragraphs = [
        [f"PORT ANSEL (AP) — {lead}", *body],
        [lead, *body, _LOCAL[story % len(_LOCAL)]],
        [_REWRITTEN.format(lead), *body],
        [lead, *body[:-1], "The Associated Press"],
        [f"By our desk. {lead}", *[line.replace("“", '"').replace("”", '"') for line in body]],
        [lead, *body, "© 2026 The Associated Press. All rights reserved."],
    ][copy]
    headline = [title, title, f"{title.split(' ', 1)[1][0].upper()}{title.split(' ', 1)[1][1:]}", title][copy % 4]
    article = an_article(
        guid=f"day-{story}-{copy}",
        url=f"https://outlet{outlet}.example/{story}/{copy}",
        title=headline,
        source=f"Outlet {outlet}",
        published=DAY + timedelta(minutes=75 * story + 23 * copy),
        text="\n".join(paragraphs),
    )
    return Item(story, outlet, article)
