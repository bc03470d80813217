"""Short texts of the hard kinds, each with the speakers a reader names, in the order of the quotes."""

import pytest

from feeds.model import QuoteKind
from feeds.quotes import Nlp, read_quotes

CASES: list[tuple[str, tuple[str | None, ...]]] = [
    (
        (
            "Daniel Ruiz was fined on Tuesday. His lawyer, Priya Nair, said the ruling was unfair. “We will "
            "appeal,” she said."
        ),
        ("Priya Nair",),
    ),
    (
        (
            "Police questioned Mark Doyle for six hours. His sister, Anna Doyle, waited outside. “He never "
            "hurt anybody,” she said."
        ),
        ("Anna Doyle",),
    ),
    (
        "Grace Oyelaran won the race on Sunday. “She trained every morning,” said her mother. “Nobody worked harder.”",
        ("her mother", "her mother"),
    ),
    (
        "Grace Oyelaran won the race. Her mother, Ruth Oyelaran, watched from the stands. “I cried,” her mother said.",
        ("Ruth Oyelaran",),
    ),
    (
        "Senator Paul Whitlock and his brother, Greg Whitlock, own the farm. “It is a family farm,” his brother said.",
        ("Greg Whitlock",),
    ),
    (
        "Linda Park, the former mayor of Dunmore, spoke first. “The bridge must be rebuilt,” the former mayor said.",
        ("Linda Park",),
    ),
    (
        (
            "The Environment Agency said on Friday that the river was safe. “Levels are within the limits,” it "
            "said in a statement."
        ),
        ("Environment Agency",),
    ),
    (
        "Ofmark opened an inquiry into the broadcaster. “We take accuracy seriously,” the watchdog said.",
        ("Ofmark",),
    ),
    (
        (
            "The Food Standards Agency recalled the cheese on Monday. “Customers should return it,” the agency "
            "said in a notice."
        ),
        ("Food Standards Agency",),
    ),
    (
        (
            "Northgate Foods closed two plants. “Demand has fallen,” the company said. It added: “We regret "
            "the loss of jobs.”"
        ),
        ("Northgate Foods", "Northgate Foods"),
    ),
    (
        (
            "Alex Morgan-Reed, who uses they/them pronouns, published the book in May. “I wrote it for my "
            "students,” they said."
        ),
        ("Alex Morgan-Reed",),
    ),
    (
        "Sam Okafor is a nonbinary artist from Leeds. Their show opened on Friday. “It took me ten years,” they said.",
        ("Sam Okafor",),
    ),
    (
        (
            "Bill Hartman and his wife, Susan Hartman, run the shop. “We open at six,” Bill Hartman said. “It "
            "never stops,” Mrs. Hartman said."
        ),
        ("Bill Hartman", "Susan Hartman"),
    ),
    (
        "Bill Hartman and his wife, Susan Hartman, run the shop. “It never stops,” Mr. Hartman said.",
        ("Bill Hartman",),
    ),
    (
        (
            "JANE COLLINS: “What did you see that night?”\nOFFICER TED BRAND: “A light in the "
            "window.”\nCOLLINS: “And then?”\nBRAND: “Nothing.”"
        ),
        ("JANE COLLINS", "TED BRAND", "JANE COLLINS", "TED BRAND"),
    ),
    (
        "‘We cannot go on like this,’ said the transport secretary, Helen Marsh. ‘The players’ union agrees with us.’",
        ("Helen Marsh", "Helen Marsh"),
    ),
    (
        "'It isn't fair on the families,' Tom O'Brien said. 'They've waited since the '90s.'",
        ("Tom O'Brien", "Tom O'Brien"),
    ),
    (
        "The council's leader, Joan Webb, called the plan 'a fudge'. 'It won't work,' she told the BBC.",
        ("Joan Webb", "Joan Webb"),
    ),
    (
        'The suspect is 6\'2" tall and drove a 24" mower. "He was calm," Sheriff Don Lyle said.',
        ("Don Lyle",),
    ),
    (
        "A sign on the gate read “No trespassing on this land.” Nobody went in.",
        (),
    ),
    (
        "The label says “Keep out of the reach of children.” The firm declined to comment.",
        (),
    ),
    (
        "She held a placard saying “Hands off our library!” outside the town hall.",
        (),
    ),
    (
        "His new film, “The Long Road Home,” opens on Friday.",
        (),
    ),
    (
        "The band played “Here Comes the Rain” twice.",
        (),
    ),
    (
        "The so-called “golden visa” was scrapped. Critics welcomed the “historic” change.",
        (),
    ),
    (
        "The report concluded: “The fire began in the kitchen and spread within minutes.”",
        ("The report",),
    ),
    (
        "According to the indictment, “the defendant moved the money through three banks.”",
        ("the indictment",),
    ),
    (
        "“I told him, ‘You have to leave,’ and he did,” Rosa Lind said.",
        ("Rosa Lind",),
    ),
    (
        (
            "“We did what we could,” Chief Alan Moss said. “It was not enough.”\n“It never is,” added Moss, "
            "who retires in May."
        ),
        ("Alan Moss", "Alan Moss", "Alan Moss"),
    ),
    (
        "Mayor Ken Abbott met Governor Lucy Tran on Monday. “We disagree on taxes,” he said. “But we talk,” she said.",
        ("Ken Abbott", "Lucy Tran"),
    ),
    (
        (
            "Mayor Ken Abbott met Governor Lucy Tran on Monday. He praised the talks. She did not. “There was "
            "nothing new,” she said."
        ),
        ("Lucy Tran",),
    ),
    (
        "“The vote is final,” Speaker Nora Beck said.\nPeter Lund disagreed. “Nothing is final,” he said.",
        ("Nora Beck", "Peter Lund"),
    ),
    (
        "Writing on Truth Social, Tramm said: “The deal is done.”",
        ("Tramm",),
    ),
    (
        "In a post on X, Elena Voss wrote: “I am leaving the party.” Her spokesman confirmed the post.",
        ("Elena Voss",),
    ),
    (
        (
            "“We will not sell,” the union’s president, Dale Hughes, told reporters after the meeting with "
            "Carla Mendes, the minister."
        ),
        ("Dale Hughes",),
    ),
    (
        "Asked whether he would resign, Justice Minister Olaf Brink said: “No.”",
        ("Olaf Brink",),
    ),
    (
        "“Is it true?” asked the judge. “It is,” Warren Pike replied.",
        ("the judge", "Warren Pike"),
    ),
    (
        (
            "Marta Silva, 34, lost her home in the flood. “The water came at night,” she said. Her neighbor, "
            "Joao Pires, 60, was luckier. “My house is on a hill,” he said."
        ),
        ("Marta Silva", "Joao Pires"),
    ),
    (
        "“The water was up to here,” said one resident, who asked not to be named.",
        ("one resident",),
    ),
    (
        "“Prices will fall,” predicted Ana Brandt, an economist at Nordbank. “But not soon.”",
        ("Ana Brandt", "Ana Brandt"),
    ),
    (
        "“I lost everything”, she said. The flood took the house of Vera Kohl in one night.",
        (None,),
    ),
    (
        (
            "President Emil Varga spoke on Tuesday. The president said he was “deeply sorry” and promised "
            "change. “It will not happen again,” the president said."
        ),
        ("Emil Varga", "Emil Varga"),
    ),
    (
        "Tina Holm's daughter, Freja, found the letter. “I read it twice,” Freja said. “Then I called my mother.”",
        ("Freja", "Freja"),
    ),
    (
        "“It's about trust,” said Ray Cole of the Fishermen's Union.\n“They broke it.”",
        ("Ray Cole", "Ray Cole"),
    ),
    (
        "The Ministry of Health said “no new cases” were found. A spokesperson, Lia Romano, said: “We remain careful.”",
        ("Ministry of Health", "Lia Romano"),
    ),
    (
        "Judge Carol Stein sentenced Robert Vance to ten years. “You showed no mercy,” she told him.",
        ("Carol Stein",),
    ),
    (
        "Robert Vance was sentenced to ten years by Judge Carol Stein. “I am sorry,” he told the court.",
        ("Robert Vance",),
    ),
    (
        "— We will stay, said Jean Moreau.",
        (),
    ),
    (
        "“We have always paid our taxes,” said a spokesman for Halden Steel, Nils Aas.",
        ("Nils Aas",),
    ),
    (
        (
            "Dr. Amina Yusuf said the vaccine works. “We saw it in every group,” Yusuf said. Her colleague Dr. "
            "Tom Reiss agreed. “The data are clear,” he said."
        ),
        ("Amina Yusuf", "Tom Reiss"),
    ),
    (
        "The singer, whose real name is Maria Conti, cancelled the tour. “I need rest,” the singer wrote on Instagram.",
        ("Maria Conti",),
    ),
    (
        "“No comment,” said a White House official. The official added that talks go on.",
        ("a White House official",),
    ),
    (
        "Protesters chanted “Let them stay!” as the bus left.",
        ("Protesters",),
    ),
    (
        "“You're lying,” one man shouted. Mayor Lopez did not answer.",
        ("one man",),
    ),
    (
        (
            "Former mayor Linda Park and council leader Omar Haddad clashed on Tuesday over the new tram "
            "line.\n\n“It will bankrupt us,” Park told reporters outside the hall. “I have seen the "
            "figures.”\n\nHaddad disagreed. “It will pay for itself in ten years,” he said.\n\nHis deputy, "
            "Rosa Klein, was more careful. “We need another study,” she said."
        ),
        ("Linda Park", "Linda Park", "Omar Haddad", "Rosa Klein"),
    ),
    (
        (
            "A court on Friday sentenced Viktor Ilic, a former police chief, to six years. His wife, Mira "
            "Ilic, wept. “He is innocent,” she said. Ilic himself said nothing. His lawyer, Goran Pavic, "
            "announced an appeal. “This is not over,” he said."
        ),
        ("Mira Ilic", "Goran Pavic"),
    ),
    (
        (
            "Emma Stone-Baker, a nurse from Hull, joined the strike. “I have not had a rise in five years,” "
            "the 41-year-old said."
        ),
        ("Emma Stone-Baker",),
    ),
    (
        (
            "Emma Baker, 41, joined the strike. Her brother Liam, 38, did not. “I need the money,” he said. "
            "“She can afford it.”"
        ),
        ("Liam", "Liam"),
    ),
    (
        (
            "The Bank of Dunmore raised rates on Thursday. “Inflation is not beaten,” it said. Governor Sara "
            "Lindh told reporters more rises may come. “We are ready to act,” she said."
        ),
        ("Bank of Dunmore", "Sara Lindh"),
    ),
    (
        (
            "Greenline, the rail operator, apologised to passengers. “We got this wrong,” the operator said in "
            "a statement."
        ),
        ("Greenline",),
    ),
    (
        "Mercy International condemned the ruling. “It is a dark day,” the group said.",
        ("Mercy International",),
    ),
    (
        "The White House declined to comment. “We do not discuss intelligence matters,” a spokesperson said.",
        ("a spokesperson",),
    ),
    (
        "Jordan Ellis uses they and them. “I never felt at home there,” Ellis said. They added: “Now I do.”",
        ("Jordan Ellis", "Jordan Ellis"),
    ),
    (
        (
            "Morgan Tate filed the complaint in May. Tate, who is nonbinary, said the school did nothing. “I "
            "asked for help and got silence,” they said."
        ),
        ("Morgan Tate",),
    ),
    (
        (
            "President Ana Sol met Prime Minister Karl Berg. The president called the talks “useful”. The "
            "prime minister was blunter. “We got nowhere,” he said."
        ),
        ("Ana Sol", "Karl Berg"),
    ),
    (
        (
            "'We're closing,' said the owner, Bob Tate. 'It's been 40 years.' His daughter, Jill, will move to "
            "Leeds. 'I'll miss it,' she said."
        ),
        ("Bob Tate", "Bob Tate", "Jill"),
    ),
    (
        (
            "MPs criticised the plan. ‘It is a shambles’, said Labour’s Diane Cole. ‘Ministers’ promises were "
            "“worthless”,’ she added."
        ),
        ("Diane Cole", "Diane Cole"),
    ),
    (
        "Anna Berg said: ‘It’s the kids’ future that matters.’ She added: ‘We won’t stop.’",
        ("Anna Berg", "Anna Berg"),
    ),
    (
        "“I was there,” recalled Peter, her husband of 40 years, who worked with Ruth Adler. “She never gave up.”",
        ("Peter", "Peter"),
    ),
    (
        "“She never gave up,” said her husband, Peter Adler. “Ruth was like that.”",
        ("Peter Adler", "Peter Adler"),
    ),
    (
        "The judge, Helen Ross, rejected the claim. “There is no evidence,” the judge wrote. “None at all,” she added.",
        ("Helen Ross", "Helen Ross"),
    ),
    (
        "Tom and Jane Hill bought the house in 2001. “It was a ruin,” said Mr Hill. “We loved it,” Mrs Hill said.",
        ("Tom Hill", "Jane Hill"),
    ),
    (
        "A spokesman for Mr. Orlan, Zoltan Kovacs, wrote on X: “This is false.”",
        ("Zoltan Kovacs",),
    ),
    (
        "Speaking to BBC Radio 4, Ms Ahmed said: “I will not stand again.”",
        ("Ahmed",),
    ),
    (
        "“There will be no deal,” the minister insisted, according to two people who were in the room.",
        ("the minister",),
    ),
    (
        (
            "“I think we can win,” says coach Dana Fry, 52. “We have the players.” Her captain agrees. “We are "
            "ready,” says Lola Kay."
        ),
        ("Dana Fry", "Dana Fry", "Lola Kay"),
    ),
    (
        (
            "Police Chief Ray Dunn said the driver, Carl Webb, was drunk. “He could not stand,” Dunn said. "
            "Webb, 29, was charged on Monday."
        ),
        ("Ray Dunn",),
    ),
    (
        "Ray Dunn, the police chief, said Carl Webb was drunk. “He could not stand,” he said.",
        ("Ray Dunn",),
    ),
    (
        (
            "Mary Ellen Tracy, the union's president, addressed the crowd. She thanked them. “You stood with "
            "us in the cold,” she said, “and you never left.”"
        ),
        ("Mary Ellen Tracy", "Mary Ellen Tracy"),
    ),
    (
        (
            "Maria Lopez told the court that her boss, Frank Adams, had threatened her. “He said I would never "
            "work again,” she testified. Adams denies it."
        ),
        ("Maria Lopez",),
    ),
    (
        "“Who ate my soup?” the bear asked. Nobody answered.",
        ("the bear",),
    ),
    (
        "The email, seen by the Herald, reads: “Please delete all messages before Friday.”",
        ("The email",),
    ),
    (
        "The T-shirt said “I survived the flood”. He wore it to court.",
        (),
    ),
    (
        "The word “crisis” appears 40 times in the report. Its title is “A Nation at Risk”.",
        (),
    ),
    (
        "The programme, called “Fit for Work”, starts in May.",
        (),
    ),
    (
        "He is known as “the Fox” to his friends.",
        (),
    ),
    (
        "“Project Dawn” will cost £4bn.",
        (),
    ),
    (
        (
            "Rep. Tom Hale (R-Ohio) blasted the bill. “It's a giveaway,” Hale said. Sen. Ida Cruz, D-Nev., "
            "defended it: “It's a lifeline.”"
        ),
        ("Tom Hale", "Ida Cruz"),
    ),
    (
        "“We lost,” Hale said flatly. He paused. “But we will be back.”",
        ("Hale", "Hale"),
    ),
    (
        (
            "Interviewer: Where were you born?\nKim Lee: In Busan.\nInterviewer: And you left when?\nKim Lee: "
            "In 1998, with my mother."
        ),
        ("Interviewer", "Kim Lee", "Interviewer", "Kim Lee"),
    ),
    (
        "Q: What comes next?\nA: We wait.\nQ: For how long?\nA: Until June.",
        (None, None, None, None),
    ),
    (
        (
            "In her resignation letter, Carla Moss wrote: “I can no longer defend this policy.” The prime "
            "minister, Ed Lyle, thanked her. “Carla served with honour,” he said."
        ),
        ("Carla Moss", "Ed Lyle"),
    ),
    (
        "Sir Keir Dalton and Lady Dalton attended. “A lovely evening,” Sir Keir said.",
        ("Keir Dalton",),
    ),
    (
        (
            "Kowalski's mother, Ewa, 70, came too. “I am proud,” she said. Kowalski laughed. “She cries at "
            "every game,” he said."
        ),
        ("Ewa", "Kowalski"),
    ),
    (
        "The company's chief executive, Li Wei, said sales rose. “Demand in Asia is strong,” Li said.",
        ("Li Wei",),
    ),
    (
        "Pope Leo urged peace. “War is a defeat for all,” the pontiff said.",
        ("Leo",),
    ),
    (
        "Senator Grant Bell, a Democrat, voted yes. “It was time,” the Democrat said.",
        ("Grant Bell",),
    ),
    (
        "Goalkeeper Nils Aas saved three penalties. “I just guessed,” said the 24-year-old.",
        ("Nils Aas",),
    ),
    (
        (
            "In a thread on Bluesky, the novelist Ines Roth wrote: “My publisher never asked me.” The "
            "publisher, Halden House, denied it. “She was asked twice,” it said."
        ),
        ("Ines Roth", "Halden House"),
    ),
    (
        "The mayor's sister, Olga Brandt, runs the bakery. “He never comes in,” she laughed.",
        ("Olga Brandt",),
    ),
    (
        (
            "Kemal Aydin and his former wife, Leyla Aydin, fought for years over the house. “I only wanted "
            "peace,” Ms. Aydin told the court."
        ),
        ("Leyla Aydin",),
    ),
    (
        "Nora Falk, mother of the victim, spoke after the verdict. “No sentence is long enough,” the mother said.",
        ("Nora Falk",),
    ),
    (
        (
            "Detective Ivy Chen interviewed the driver, Paul Stone. He admitted he had been drinking. “I had "
            "four beers,” he told her."
        ),
        ("Paul Stone",),
    ),
    (
        "Detective Ivy Chen interviewed the driver, Paul Stone, for two hours. “He was calm,” she said in court.",
        ("Ivy Chen",),
    ),
    (
        (
            "“You cannot buy this team,” chairman Otto Kranz said. Investor Lee Park laughed. “Everything is "
            "for sale,” he said. Kranz shook his head. “Not this,” he said."
        ),
        ("Otto Kranz", "Lee Park", "Otto Kranz"),
    ),
    (
        (
            "The National Trust raised prices. “Costs are up,” it said. Its director, Hilary Moss, apologised. "
            "“I know it is hard,” she said."
        ),
        ("National Trust", "Hilary Moss"),
    ),
    (
        "Tarrow said on Monday it would hire 500 people. “This is a vote of confidence,” the retailer said.",
        ("Tarrow",),
    ),
    (
        "Aprix and Sunmark both declined to comment. “We never discuss rumours,” an Aprix spokeswoman said.",
        ("an Aprix spokeswoman",),
    ),
    (
        "The EPA issued the rule in May. “The science is clear,” the agency wrote.",
        ("EPA",),
    ),
    (
        "Scientists at the University of Oslo found the fossil. “It is a new species,” said lead author Kari Dahl.",
        ("Kari Dahl",),
    ),
    (
        (
            "The study's lead author, Kari Dahl, said more work was needed. “This is a first step,” Dahl said. "
            "Her co-author, Jens Moe, agreed: “We need more bones.”"
        ),
        ("Kari Dahl", "Jens Moe"),
    ),
    (
        "“I don't know,” one of the men said. “Maybe,” said the other.",
        ("one of the men", "the other"),
    ),
    (
        (
            "Casey Lin, 19, plays for the under-21 side. Lin came out as nonbinary last year. “My teammates "
            "were great,” they said."
        ),
        ("Casey Lin",),
    ),
    (
        "Actor Robin Vale said they had quit the show. “It was time,” Vale said. “I'd had enough,” they added.",
        ("Robin Vale", "Robin Vale"),
    ),
    (
        (
            "Prime Minister Lars Holm resigned on Friday. “I have failed,” he said. Opposition leader Pia Krag "
            "welcomed it. “About time,” she said. Holm will leave in June."
        ),
        ("Lars Holm", "Pia Krag"),
    ),
    (
        (
            "Former President Jon Hale and President Ruth Adeyemi shared the stage. “I trust her,” the former "
            "president said. “He taught me a lot,” the president said."
        ),
        ("Jon Hale", "Ruth Adeyemi"),
    ),
    (
        "Judge: “Do you understand the charge?”\nDefendant: “Yes.”\nJudge: “How do you plead?”",
        ("Judge", "Defendant", "Judge"),
    ),
    (
        'The 12" pizza costs $9 and the 16" one $14. "People love it," owner Gino Russo said.',
        ("Gino Russo",),
    ),
    (
        'He paid 5\'11" Eddie Marsh to stand at the door. "Nobody got past me," Marsh said.',
        ("Eddie Marsh",),
    ),
    (
        "“Stop the bus!” a passenger yelled. The driver, Tina Roe, did. “I saw nothing,” she said later.",
        ("a passenger", "Tina Roe"),
    ),
    (
        "Asked about the leak, Miller shrugged. “Not my department.”",
        ("Miller",),
    ),
    (
        "Miller was blunt about the leak: “It came from upstairs.”",
        ("Miller",),
    ),
    (
        "According to Ben Okoro, a warden at the site, “nobody checked the doors.”",
        ("Ben Okoro",),
    ),
    (
        "The memo, signed by director Sue Platt, warned staff: “Do not speak to reporters.”",
        ("The memo",),
    ),
    (
        "Warning signs that say “Thin ice” were put up around the lake.",
        (),
    ),
    (
        "She wore a badge reading “Nurse in training”.",
        (),
    ),
    (
        "The exhibition “Light and Water” runs until May. Curator Ana Paz called it “a love letter to rivers”.",
        ("Ana Paz",),
    ),
    (
        "Chapter 2, “The Fall”, is the best.",
        (),
    ),
    (
        "The bill, dubbed “Lena's law”, passed on Monday.",
        (),
    ),
    (
        "“Breaking: dam fails,” read the headline.",
        (),
    ),
    (
        (
            "Tom Ford-Smith MP told the Commons: ‘The Government’s own figures don’t add up.’ The minister, "
            "Ann Dell, replied: ‘They do.’"
        ),
        ("Tom Ford-Smith", "Ann Dell"),
    ),
    (
        "“It's mine,” Ray said. “No, it's mine,” his brother said. Ray hit him.",
        ("Ray", "his brother"),
    ),
]


@pytest.mark.parametrize(("text", "speakers"), CASES, ids=lambda value: value[:40] if isinstance(value, str) else "")
def test_a_reader_and_the_program_name_the_same_speakers(text: str, speakers: tuple[str | None, ...], nlp: Nlp) -> None:
    quotes = read_quotes(text, nlp)

    assert tuple(quote.speaker for quote in quotes if quote.kind is not QuoteKind.REPORTED) == speakers
