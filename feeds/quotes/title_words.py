"""The words round a name that tell what bears it: titles, roles, kin, organisations, and words that begin no name."""

from feeds.quotes.words import words

TITLES = words("""
    del mr mrs ms miss mx dr sir dame lord lady baroness baron president vice-president vp premier chancellor
    minister senator sen sens congressman congresswoman representative rep reps governor gov mayor councilman
    councilwoman councillor councilor councilmember alderman assemblyman assemblywoman assemblymember speaker
    secretary general gen colonel col lieutenant lt sergeant sgt captain capt major maj corporal cpl admiral adm
    commander cmdr commissioner chief chairman chairwoman chair chairperson director professor prof judge justice
    attorney atty sheriff deputy detective det inspector insp superintendent supt officer agent spokesman
    spokeswoman spokesperson rev reverend fr father bishop archbishop cardinal pope rabbi imam sheikh ayatollah
    sister brother king queen prince princess duke duchess earl emperor empress emir sultan ambassador amb envoy
    leader lawyer counsel editor reporter correspondent anchor host coach manager ceo cfo coo founder owner
    strategist adviser advisor analyst economist activist author actor actress singer rapper comedian delegate
    taoiseach tory labour democrat republican democratic gop congressmember rev'd prosecutor trooper constable pc
    marshal warden principal dean provost rector nominee candidate pastor deacon monsignor undersecretary
    comptroller treasurer solicitor barrister md lecturer historian scientist journalist columnist blogger
    pollster expert first-lady businessman billionaire mogul senator-elect president-elect governor-elect tsar
    czar ombudsman regulator
    """)
"""Words that stand before a name as title or role, in lower case, without the full stop."""

MALE_TITLES = words("""
    mr sir lord father fr king prince duke emperor sultan pope bishop archbishop cardinal rabbi imam ayatollah
    congressman councilman assemblyman spokesman chairman actor businessman alderman brother sheikh
    """)
FEMALE_TITLES = words("""
    mrs ms miss dame lady baroness queen princess duchess empress congresswoman councilwoman assemblywoman
    spokeswoman chairwoman actress sister first-lady
    """)
MALE_NOUNS = words("""
    man boy father dad son brother uncle nephew husband grandfather grandson stepfather boyfriend widower fiancé
    gentleman king prince actor spokesman congressman businessman chairman policeman fireman salesman waiter guy
    half-brother son-in-law father-in-law brother-in-law groom lad stepson godfather councilman assemblyman priest
    stepbrother
    """)
FEMALE_NOUNS = words("""
    woman girl mother mom mum daughter sister aunt niece wife grandmother granddaughter stepmother girlfriend
    widow fiancée lady queen princess actress spokeswoman congresswoman businesswoman chairwoman policewoman
    waitress half-sister daughter-in-law mother-in-law sister-in-law bride nun stepdaughter godmother councilwoman
    assemblywoman heiress
    """)
KIN = words("""
    father dad son brother uncle nephew husband grandfather grandson stepfather boyfriend fiancé mother mom mum
    daughter sister aunt niece wife grandmother granddaughter stepmother girlfriend widow widower fiancée cousin
    partner spouse parent sibling son-in-law daughter-in-law mother-in-law father-in-law brother-in-law
    sister-in-law stepson stepdaughter ex-wife ex-husband twin child
    """)
"""Nouns that need a possessor: "her mother", "the senator's brother"."""

PEOPLE = (
    words("""
    novelist poet playwright dramatist biologist physicist chemist astronomer epidemiologist virologist
    sociologist psychologist psychiatrist surgeon dentist pharmacist architect chef baker butcher carpenter
    plumber electrician mechanic fisherman rancher miner sailor firefighter paramedic postman librarian curator
    conductor composer pianist guitarist drummer dancer model photographer painter sculptor designer programmer
    hacker whistleblower trustee landowner shopkeeper grocer barber hairdresser cleaner nanny pensioner retiree
    refugee migrant immigrant hostage prisoner inmate bystander onlooker motorist cyclist pedestrian commuter
    shopper fan viewer listener donor volunteer campaigner dissident rebel fighter peer backbencher monk preacher
    missionary theologian philosopher scholar academic lecturer dean principal headteacher headmaster tutor pupil
    graduate intern apprentice contractor builder realtor broker accountant auditor lobbyist negotiator mediator
    envoy consul translator interpreter biographer reviewer essayist screenwriter influencer youtuber podcaster
    streamer spokesman spokeswoman spokesperson lawyer attorney doctor nurse teacher resident neighbour neighbor
    witness victim survivor voter supporter critic opponent protester protestor demonstrator organiser organizer
    activist official executive researcher scientist professor student worker farmer driver owner coach player
    manager candidate politician lawmaker legislator senator congressman congresswoman representative governor
    mayor president minister secretary ambassador diplomat general officer deputy sheriff detective prosecutor
    judge justice juror defendant plaintiff suspect author writer journalist reporter editor columnist anchor host
    moderator commentator analyst economist strategist adviser advisor aide staffer consultant pollster historian
    expert billionaire businessman businesswoman mogul nominee leader chairman chairwoman chair chief director
    founder veteran soldier singer actor actress comedian artist filmmaker producer priest pastor bishop rabbi
    imam pope cardinal reverend king queen prince princess premier chancellor man woman boy girl friend colleague
    former-president democrat republican conservative liberal socialist libertarian narrator announcer reader
    poster blogger user customer tenant landlord passenger pilot engineer developer investor banker trader
    entrepreneur native texan newcomer frontrunner front-runner incumbent contender rival challenger commissioner
    treasurer clerk inspector constable superintendent captain lieutenant sergeant chairperson ceo striker pontiff
    goalkeeper midfielder defender batsman skipper champion star taoiseach archbishop colonel major admiral marshal
    trooper rector warden pilot referee umpire teller cashier conductor guard postman barista stallholder vendor
    publican landlady caretaker janitor gardener carer midwife vet teenager youngster toddler child employee
    participant applicant patient parishioner councillor chaplain vicar curate seaman crewman diver lifeguard ranger
    bouncer doorman barman barmaid bartender steward stewardess foreman labourer laborer roofer welder machinist
    beekeeper shepherd fisher angler hiker climber swimmer rower runner jockey trainer golfer boxer wrestler
    sprinter cricketer footballer insider source chancellor businesswoman barrister solicitor undertaker registrar
    auctioneer tailor seamstress cobbler stonemason blacksmith jeweller locksmith harbourmaster harbormaster
    stationmaster interviewer interviewee presenter broadcaster caller tourist visitor evacuee returnee whistle-blower
    postmaster sub-postmaster magistrate coroner pathologist paediatrician pediatrician oncologist cardiologist
    geologist seismologist meteorologist climatologist zoologist botanist anthropologist archaeologist linguist
    porter usher grocer courier trucker cabbie cabby bellhop doorkeeper shopper trader seller buyer vegetarian
    lecturer typist receptionist flutist violinist cellist soprano tenor baritone conductor busker juggler clown
    mathematician statistician ethicist philanthropist restaurateur hotelier winemaker brewer distiller
    """)
    | KIN
    | MALE_NOUNS
    | FEMALE_NOUNS
)
"""Nouns for a person, singular, in lower case."""

BODIES = words("""
    agency department ministry office bureau administration commission committee council board court company firm
    group organization organisation union association federation league club team party campaign university
    college school hospital church bank airline network newspaper paper magazine outlet station police force army
    navy military government watchdog regulator charity foundation institute institution thinktank think-tank
    center centre coalition alliance society corporation publisher retailer manufacturer maker carrier operator
    authority service press tribunal utility nonprofit non-profit startup start-up chain brand conglomerate city
    county state senate house congress parliament embassy consulate panel task-force taskforce lab laboratory
    museum studio label website site
    """)
"""Nouns for an organisation, in lower case."""

ORGANISATION_WORDS = BODIES | words("""
    inc corp corporation co ltd llc plc gmbh ag sa times post news journal tribune herald gazette guardian press
    reuters television tv radio broadcasting media labs systems technologies motors airlines airways partners
    capital holdings international global nations union brotherhood trust fund project initiative network action
    watch services industries republicans democrats conservatives tories states kingdom house senate congress
    parliament academy forces guard enforcement affairs defense defence justice treasury security health education
    energy labor commerce transportation intelligence investigation administration democracy rights liberties
    party committee council caucus today daily weekly standard review beast street bank group airport hotel tower
    center square park county city river island constitution act amendment bill conference convention summit games
    olympics cup league awards festival show
    """)
"""Words that, ending a capitalised name, make it no person's."""

NO_NAME = words("""
    a an the this that these those he she it they we you i his her its their our your my him them us me who what
    when where why how which whose if in on at by for from with without within to of as and but or nor so yet not
    no yes because since while after before during until although though despite amid among according asked also
    however meanwhile then there here now today yesterday tomorrow once earlier later last next still even just
    only both each every all some many most several few more another other others such instead moreover
    furthermore additionally indeed perhaps maybe well oh monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december jan feb aug sept oct nov dec
    is are was were be been being do does did has have had will would can could should may might must let please
    thank thanks one two three four five six seven eight nine ten first second third half like unlike over under
    about above below between through against toward towards upon off out up down into near around per via
    speaking "photo image updated read watch share follow click editor's again too never always sometimes often
    usually recently finally eventually apparently clearly obviously certainly sure right okay ok say said says
    people everyone everybody someone nobody anyone anybody nothing something everything asking whether either
    neither than whatever whoever whenever wherever yep nope hey hi hello dear sorry given based citing calling
    noting adding following including regarding concerning considering having making taking looking getting going
    """)
"""Words that are capitalised only because they begin a sentence, in lower case."""
