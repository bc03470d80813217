"""First names common outside the English-speaking world and in its Celtic corners, without their accents; lower case.

Like those of `first_names`, evidence for reading a name, never a claim about a person.
"""

from feeds.quotes.words import words

MEN_ABROAD = words("""
    aamir abdulrahman abiy aecio afonso agus akhilesh alasdair algirdas alpha alun amadou andris andrus andrzej
    ante antti arkadiusz arnau artur arvid asgeir attila aurel babajide bambang baptiste barnaby bartosz behzad
    benedikt benigno bertil bijan bilawal birger bohdan bojan bongani boubacar boyko brahim budi burak caio
    calin callum cathal cheikh chidi chukwuma cian colm conall cormac cristian cuthbert daisuke dariush darragh
    davide declan dejan denzil des devendra dewi diarmuid dimitar djibril donal dragan duarte dumitru eamon
    einar eirik ekrem emeka emiliano emlyn emre emrys euan evangelos ewan fabrice farooq fatih femi ferenc
    fergus fintan fionn florin fouad frederik friedrich gabor gergely gheorghe gianluca gianluigi gideon giles
    giorgos girma goncalo grzegorz gunnar gwilym haakon haile hakim halvor hamza harald heiko hendrik hicham
    hojjat hristo huw hyun ichiro idriss ieuan ifeanyi ikenna iker ilya inaki ingvar ismael ivica jaan jae jair
    janis jarek jari jarle jasper javad jelle jeroen jerome jinping jiro joaquim johann joko jomo joon joop
    joost jordi juha jukka juma junaid kacper kamil kamran karel keqiang kjell knut koen kojo kostas kristjan
    kristof kunle kwesi kyriakos lachlan lajos lasse laszlo leonid lorcan lubos lucien luiz luka lukas maarten
    mahathir mahesh makoto mamadou manny marek mateus mathias matias matti mattias maurizio maxim maximiliano
    meles michal mika mikkel miklos mirko moritz morten moussa mulugeta najib nasir nebojsa niall nikhil nnamdi
    obinna odhran oisin olav ole oleksii olusegun ondrej oriol oskar ousmane ozgur panagiotis pascal patrice pau
    paulo pervez petar piet pietro plamen prabowo prayut quentin radoslaw radovan radu rafal rainer rasmus
    raymundo reinhard rhys riyad rohan roland ruairi rumen rustam ruud ryszard sachin sadiq salif sandor satoshi
    seamus segun sekou selahattin serkan sharad shaukat siavash sidiki sigurd sipho slawomir stanislav steinar
    stellan stjepan sturla suleyman tadhg tahir takashi taras tarmo teemu tendai terje tesfaye thaksin themba
    thiago thijs tiago tor torben tore torsten traian trygve uddhav uhuru ulf umit uwe valdis vidar virat
    vitaliy vlad vlado vytautas wale walt wilhelm wouter xabi xavier yannis yaroslav yassine yevgeny youssef
    yoweri yuri yusuf zahid zbynek zdenek zeljko zulfikar
    """)

WOMEN_ABROAD = words("""
    adaeze ailsa aine aino alessia amaka aminata angharad annastacia anneli aoibheann assuncao aud bergljot
    bethan bex birgitta bisi brenna brigid bronagh caoimhe carys catriona cecilie cerys chimamanda clodagh dagny
    daiva danuta delcy desislava dorota dragana eabha ebba eleri elin elisabetta elzbieta emine eniko evgenia
    fatou federica femke ffion fionnuala folake francoise freja funke galina geeta gergana gesine giovanna
    grazyna gunilla guro halina haruka hedda hege helga henriette hildegard hina hye ifeoma ilaria ildiko ilze
    ingrida inmaculada ioana irmgard iryna isolde iwona jacqui jadranka jadwiga jelena johanna judit kalpana
    karin katalin kateryna katja kersti kezia kinga kjersti kristalina kristin ksenia laia lata layla leilani
    lene lenka lieke liesbeth lindiwe ludivine lyudmila mahsa maite malin mamata marama margrethe mariama marit
    marjan marketa marlene martyna masih meena megawati meike meral mhairi milena milica mireia mirjam monika
    montserrat morag nadezhda nadine naima naledi nanaia neus nilufer nimmi nkechi nkosazana nomvula noriko nour
    noura nuria oonagh pavla pernille phoebe ragnhild raluca rania reka rekha renske rhian riitta roberta roisin
    rukhsana sahra sanae saoirse segolene seher seiko shabana signe silje sindisiwe siri sophia stefania sumi
    sushma svitlana swati tamar tanja tarja teodora thandiwe thuli tomomi torunn tove trine tuija turid ulrike
    unni urszula usha verity vigdis viktoriya vlasta wiebke wilma ximena xochitl yasmine yemi yevgenia yingluck
    zanele zofia zora zsuzsa
    """)
