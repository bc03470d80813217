"""First names and the gender they are mostly borne by: evidence for reading a name, never a claim about a person.

The common names of the United States census of 1990 (public domain), and common ones of other languages. Lower case.
"""

from feeds.quotes.first_names_abroad import MEN_ABROAD, WOMEN_ABROAD
from feeds.quotes.words import words

MEN = (
    words("""
    al ed bo ty cy aaron abdel abdul abdulaziz abdullah abe abel abraham abram abu adalberto adam adan adel adil
    aditya adnan adolfo adolph adrian agustin ahmad ahmed ahmet aiden ajay akbar akio akira alaa alain alan
    alasdair alastair albert alberto alden aldo alec alejandro aleksandar aleksandr aleksei aleksey alessandro
    alexander alexandre alexei alexey alfie alfonso alfonzo alfred alfredo ali alistair allan allen alok alonso
    alonzo alphonse alphonso alton alvaro alvin aly amado ambrose amir amit ammar amos amr anand anatoly anders
    anderson andre andreas andrei andrej andres andrew andrey andriy andrzej andy angelo angus anibal anil ansel
    anthony antione antoine anton antone antonin antonio antony antwan anwar arash archie arden arif arjun arkady
    arlen arlie armand armando arnaud arne arnold arnoldo arnulfo aron arron arseny art arthur arturo arun arvind
    asa asad asher ashok ashraf asif ata atef august augusto augustus aurelio austin avi axel ayman aziz babak
    barney barrett barry bart barton bashar basil bassam bassem beau ben benedict benito benjamin bennett bennie
    benny benoit benton bernard bernardo bernd bernie bert bertram bertrand bilal bill billy bjorn blaine bob
    bobby bogdan booker boris boyce boyd brad bradford bradley bradly brady brain branden brandon branko brant
    brendan brendon brent brenton bret brett brian brice brock broderick brody brooks bruce bruno bryan bryant
    bryce bryon buck bud buddy buford burl burt burton byron caleb calvin cameron carl carles carlo carlos carlton
    carmelo carmine carroll carson carter cary casper cecil cedric cedrick cem cesar chad chadwick chaim chance
    chang charles charley chas chase chauncey chen chet christoper christoph christophe christopher christos chuck
    ciaran clarence clark claud claude claudio clay clayton clement clemente cletus cliff clifford clifton clint
    clinton clyde cody colby cole coleman colin collin colton columbus conor conrad constantin cordell corey
    cornelius cornell cortez cory coy craig cristobal cristopher curt curtis cyril cyrus dale dalton damian damien
    damion damir damon dan dane danial daniel danilo dannie danny dante darell daren darin dario darius dariusz
    darnell daron darrel darrell darren darrick darrin darron darryl darwin daryl dave david davis dean deandre
    deangelo deepak del delbert delmar delmer demarcus demetrius denis dennis denny denys deon derek derick
    derrick deshawn desmond detlef deval devin dewayne dewey dewitt dexter dick didier diego dieter dietmar dillon
    dimitri dimitris dinesh dino dion dirk dmitri dmitriy dmitry dmytro domenic domingo dominic dominick don
    donald donn donnell donnie donny donovan donte dorsey doug dougie douglas douglass doyle drew duane dudley
    duncan dustin dwain dwayne dwight dylan earle earnest ebrahim eddie eddy edgar edgardo edgars edi edison
    edmond edmund edmundo edouard eduardo edward edwardo edwin efraim efrain efren ehud elbert elden eldon
    eldridge eli elias elijah elio eliseo elliot elliott ellis ellsworth elmer elmo elon eloy elroy elton elvin
    elvis elwood emanuel emery emil emile emilio emir emmanuel emmett emmitt emory enoch enrico enrique enzo
    ephraim erasmo erdogan eric erich erick erik ernest ernesto ernie errol ervin erwin esteban ethan etienne
    eugene eugenio eusebio evan everett everette evgeny eyal ezekiel ezequiel ezra fabian fabio fabrice fadi fahad
    faisal farhad farid farouk faruk faustino fausto fawaz federico felipe felix felton ferdinand fermin fernando
    fidel filiberto filippo finn fletcher florencio florentino florian floyd forrest foster francesco francis
    francisco francois frank franklin franklyn frans fred freddie freddy frederic frederick fredric fredrick
    freeman fritz fumio gabriel gage galen gamal gareth garfield garland garret garrett garry garth gary gaston
    gautam gavin gaylord geert genaro gene gennady geoff geoffrey georg george georges georgi georgios georgy
    gerald geraldo gerard gerardo gerhard german gianni gil gilbert gilberto gilles gino giorgio giovanni girish
    giuseppe glen glenn godfrey gonzalo gopal goran gordon grady graeme graham graig grant granville greg gregg
    gregor gregorio gregory grover guido guillaume guillermo gunther gus gustav gustavo guy gyorgy habib hai hakan
    hal hamad hamid hamish hamza hank hannes hans harald hari harish harlan harland harley harold harris harrison
    harry haruki harun harvey hasan hashim hassan hatem haywood heath hector heinrich heinz helmut hemant hendrik
    henri henrik henry herb herbert heriberto herman hermann herschel hershel hideki hilario hilton hipolito hiram
    hiroshi hisham hobert hollis homer horace horacio horst hosea hossein howard hoyt hubert huey hugh hugo
    humberto humza hung hunter hussain hussein hyman iain ian ibrahim idris ignacio igor ike ilan ilham ilya imad
    imran imre ingo ioannis ion iqbal ira irfan irvin irving irwin isaac isaiah isaias isiah isidro ismael ismail
    isreal issac istvan ivan ivo iyad jaap jacek jacinto jack jackson jacob jacques jaden jake jakob jakub jalal
    jamaal jamal jamar jame jamel james jamil jamison jan-erik janos jared jarek jarod jaroslav jarred jarrett
    jarrod jarvis jason jasper javed javier jawad jay jayden jayson jean-claude jean-luc jean-marie jean-paul
    jean-pierre jeb jed jeff jefferey jeffery jeffrey jeffry jens jerald jeramy jere jeremiah jeremie jeremy
    jermaine jerold jerome jeromy jerrell jerrod jerrold jerry jerzy jesper jesse jesus jim jimmy jiri joachim
    joao joaquin jochen joe joel joerg joesph joey johan johann johannes john johnathan johnathon johnny johnson
    jon jonah jonas jonathan jonathon jonny jordon jorg jorge jorgen jose josef joseph josh joshua josiah josip
    jospeh josue jozef juan jude judson juergen julian julien julio julius junichi junior jurgen justin justus
    kamal kareem karim karl karl-heinz kasim kasper kazuo keenan keir keiran keith kelvin kemal ken kendall
    kendrick keneth kenji kenneth kennith kenny kent kenton kenzo kermit keven kevin khaled khalid khalil kieth
    kip kiran kirby kirk klaus kobe kofi konstantin konstantinos korey kory kraig kristof kristofer kristopher
    krzysztof kumar kurt kurtis kwame kyle lamar lamont lance landon lane lanny larry lars laszlo laurence laurent
    lawerence lawrence lazaro leandro lebron leif leland lemuel len lenard lennart lenny leo leon leonard leonardo
    leonel leonid leopoldo leroy les lester leszek lev lewis liam lino linus linwood lionel lloyd logan lon lonnie
    lonny loren lorenzo lothar louie louis lowell loyd luc luca lucas luciano lucien lucio lucius ludovic luigi
    luis lukas lukasz luke luther lutz lyle lyman lyndon lynwood mac maciej mack magnus mahdi mahmoud mahmud
    maksim maksym malachi malcolm malcom malik manish manmohan manoj mansour manual manuel marat marc marcel
    marcelino marcellus marcelo marcin marco marcos marcus marek margarito mariano mario marius mariusz mark marko
    markus marlin marlon marouane marquis marshall marten martijn martin marty marvin marwan mason massimo mateo
    mateusz mathew mathias mathieu matt matteo matthew matthias matthieu mattias matty maurice mauricio maurizio
    mauro max maxim maxime maximo maxwell maynard mckinley mehdi mehmet meir mel melvin menachem merlin merrill
    mervin micah michael michale micheal michel mick mickey miguel mihai mikael mike mike-o mikel mikhail miles
    milford millard milo milos miloslav milton miquel miroslav mitch mitchel mitchell mitt moazzam modesto modi
    mohamad mohamed mohammad mohammed mohsen moise moises monroe monte monty mordechai morris morten morton mose
    moses moshe mostafa muammar muhammad muhammadu mukesh munir murat murray mustafa mykola myles myron nabil
    nadeem nadir naftali napoleon narendra naser nasser nate nathan nathanael nathanial nathaniel naveed navin
    nawaz neal ned neil nelson nestor neville newt newton nicholas nick nickolas nicolae nicolas nicolo niels
    nigel nik nikhil niklas nikola nikolai nikolaos nikolas nikos nils nir nitin noah noam noble noe nolan norbert
    norberto norman normand norris nouri nuno octavio odis olaf oleg oleh oleksandr oleksiy olen olin oliver
    olivier omar omer oren orhan orval orville osama oscar osman osvaldo oswaldo otha otis otto owen pablo paddy
    padraig pal palmer paolo parker pascal pasquale patrick patrik paul pavel pavlo pawel pedro pekka per percy
    perry pete peter petr petro petros phil philip philippe phillip pierce pierre pieter piotr piyush porfirio
    porter prakash pranab pranav prasad praveen predrag preston qasim quentin quincy quintin quinton rafael rafal
    rafik rafiq rahul raj rajan rajesh rajiv rajnath rakesh raleigh ralf ralph ram raman ramesh rami ramiro ramon
    ramzan rand randal randall randell randolph randy ranil raphael rashad rashid raul ravi ray rayford raymon
    raymond raymundo recep reed reggie reginald reid reinaldo reince reinhard reinhold renaldo renato reuben rex
    rey reyes reynaldo reza rhett ric ricardo riccardo rich richard richie rick rickey rickie ricky rico rigoberto
    rishi rob robby robert roberto robt rocco rocky rod roderick rodger rodney rodolfo rodrick rodrigo rogelio
    roger rohan rohit roland rolando rolf rolland roman romeo ron ronald ronan ronnie ronny roosevelt rory roscoe
    rosendo ross roy royce ruben rubin rudi rudolf rudolph rudy rueben rufus rui rupert ruslan russ russel russell
    rusty ryan ryszard sadiq saeed safwan said sajid sal salah saleh salim salman salvador salvatore sami samir
    sammy samual samuel sandeep sander sandro sanford sanjay santiago santo santos saul sayed scot scott scottie
    scotty sean sebastian sebastien selim selwyn sepp serge sergei sergej sergey sergi sergii sergio serhiy seth
    seymour shad shahid shane sharif shashi shaun shawn shayne shehbaz sheldon shelton sherman sherwood shigeru
    shimon shinzo shlomo shon shuja sid siddharth sidi sidney sigmar silas silvio simon slava slobodan sol solomon
    sonny soren spencer stan stanislav stanley stanton stavros stefan stefano steffen stephan stephen sterling
    steve steven stewart stig stuart sultan sunil suresh svein sven syed sylvester szymon tad tadeusz taha takeshi
    tal tamir tanner tarek tareq tarik tariq taro ted teddy teodoro terence terje terrance terrell terrence thabo
    thad thaddeus theodor theodore theodoros theron thierry thom thomas thorsten thurman tibor tim timmy timo
    timothy timur titus tobias toby tod todd tom tomas tomasz tommaso tommy toney tony toomas tor torsten tory
    travis trent trenton trevon trevor trey tristan truman tuan tucker tunde tyler tyree tyrell tyron tyrone tyson
    ueli ulrich ulysses umar umberto usman uwe vaclav vadim valentin valentine van vance vasile vasily vasyl
    vaughn vern vernon vicente victor vidar vijay vikram viktor vince vincent vincenzo vinod virgil virgilio
    vitali vitaly vito vivek vlad vladimir vladislav vojislav volker volodymyr von vyacheslav wade wael waldo
    waleed walid walker wallace wally walter walton ward warner warren waseem waylon wayne weldon wendell werner
    wes wesley weston wilber wilbert wilbur wilburn wiley wilford wilfred wilfredo wilfried will willard willem
    william williams willian willis willy wilmer wilson wilton wim winford winfred winston wladimir wojciech
    wolfgang woodrow wyatt xavier yahya yair yanis yann yannick yasir yasser yasuo yiannis yitzhak yoav yosef
    yoshihide yossi yousef youssef yuriy yury yusuf yves zac zach zachariah zachary zachery zack zackary zaid zane
    zbigniew zeev zeke zhang ziad zlatan zoltan zoran zubair
    """)
    | MEN_ABROAD
)
"""Names at least four times as common among men."""
WOMEN = (
    words("""
    jo di aaliyah abbey abbie abby abeba abigail ada addie addison adela adelaida adelaide adele adelia adelina
    adeline adell adella adelle adina adria adriana adriane adrianna adrianne adrienne afton agata agatha agnes
    agnieszka agustina ai-lan aida aileen aimee aisha aishwarya aisling aja akiko alaina alana alanna alba alberta
    albertha albertina albertine albina alda alecia alejandra alejandrina aleksandra alena alene alesha alesia
    alessandra aleta aletha alethea alethia alexa alexandra alexandria alexia alfreda alia alica alice alicia
    alida alina aline alisa alisha alison alissa aliya aliyah allegra allene allie allison allyson alma almeda
    alpha alta altagracia altha althea alvina alyce alycia alyona alysha alysia alyson alyssa amada amal amalia
    amanda amaya amber amelia amelie ami amie amina amira amna amparo amrita amy ana anabel ananya anastacia
    anastasia anastasiya andra andrea andree andreea andria aneta anette angela angeles angelia angelica angelika
    angelina angeline angelique angelita angella angie anglea anh anika anissa anita anitra anja anjali anjanette
    anke ann anna annabel annabell annabelle annalena annamarie anne anne-marie annegret anneke anneliese
    annemarie annetta annette annie annika annis annmarie anouk antionette antje antoinette antonette antonia
    antonina anya aoife april araceli aracely arati arcelia ardella ardis ardith areej aretha ariana arianna
    arielle arleen arlene arletta arlette arline armida arnetta artie arwa asha ashely ashlee ashleigh ashley
    ashli ashlie ashly ashton asma asmaa astrid asuncion athena audra audrea audrey audry augusta augustina aura
    aurea aurelia aurora ava avelina avis awilda aya ayaan ayaka ayana ayanna ayesha ayse aysegul aysha azadeh
    azra babara babette bailey bambi barb barbara barbie barbra bea beata beatrice beatriz beckie becky belen
    belia belinda bella belle belva benazir benita berenice bernadette bernadine bernetta bernice berniece bernita
    berta bertha bertie beryl bess bessie beth bethany bethel betsy bette bettie bettina betty bettye beulah
    beverlee beverley beverly bianca biljana billie billye birdie birgit birgitte blanca blanch blanche blessing
    bobbi bobbie bobbye bonita bonnie bonny brandee brandi brandie breanna breanne bree brenda brenna briana
    brianna brianne bridget bridgett bridgette brigette brigid brigida brigitte britany britney britni brittani
    brittany brittney brittni bronwyn brook brooke brooklyn brunilda buffy caitlin caitlyn callie camelia cami
    camila camilla camille cammie candace candance candelaria candi candice candida candie candis caprice cara
    caren cari caridad carie carin carina carissa carla carleen carlene carletta carline carlota carlotta carly
    carlyn carma carman carme carmel carmela carmelita carmella carmen carol carolann carole carolee caroline
    carolyn carolyne carolynn caron carri carrie caryl caryn casandra casie cassandra cassidy cassie catalina
    catarina cate catharine catherine cathi cathie cathleen cathrine cathryn cathy catina catrina cecelia cecila
    cecile cecilia cecily celena celeste celestina celestine celia celina celine chana chanda chandra chantal
    chantel chantelle charissa charisse charla charleen charlene charlette charline charlotte charmaine charolette
    chasity chastity chaya chelsea chelsey chelsie cheri cherie cherise cherish cherly cherri cherrie cheryl
    cheryle cheyenne chiara chin chioma chiquita chloe chrissy christa christal christel christen christene
    christi christiana christiane christie christin christina christine christy chrystal chrystia chun ciara ciera
    cierra cilla cindi cindy cinthia claire clara clare claribel clarice clarissa claudette claudia claudine
    clemence clementina clementine cleta clotilde coleen colette colleen collen collette concepcion concetta
    conchita condoleezza connie constance consuela consuelo cora corazon cordelia coreen corene coretta cori corie
    corina corine corinna corinne corliss cornelia corrie corrina corrine cortney courtney crista cristal cristi
    cristin cristina cristine cristy crystal cyndi cynthia cythia dagmar dahlia daisey daisy dalia dalila damaris
    danelle danette dani dania danica daniela daniele daniella danielle danita danna dannielle danuta danyelle
    daphine daphne dara darci darcie darcy daria darla darleen darlene darline davida davina dawn dawna dayle
    dayna deana deandra deann deanna deanne deb debbi debbie debbra debby debi debora deborah debra debrah debroah
    dedra deeann deena deepa deepika deidra deidre deirdre delana delfina delia delilah delinda delisa dell della
    delma delois delora delores deloris delphia delphine delta demetra demetria dena deneen denice denise denita
    denna dennise derya desirae desire desiree dessie destiny devona dian diana diane diann dianna dianne digna
    dilma dina dinah dione dionne divya dixie dollie dolly dolores domenica dominga dominika dominque dona donita
    donna dora dorathy dorcas doreen dorene doretha dori dorinda dorine doris dorota dorotha dorothea dorothy
    dorris dortha dorthea dorthy dottie dovie drucilla drusilla dulce dunja earlean earlene earline earnestine
    eartha ebba eboni ebony edelmira eden edie edith edna edwina edythe effie eileen eilidh eimear ekaterina
    elaina elaine elana elayne elba elda eldora eleanor eleanora eleanore elease elena eleni elenor elenora
    elfriede elia elicia elida elif elina elinor elisa elisabeth elisabetta elise elissa eliza elizabeth elizbeth
    elizebeth elke ella ellen ellie ellyn elma elmira elna elnora elodia eloisa eloise elouise elsa else elsie
    elva elvera elvia elvie elvira elyse elzbieta ema emelia emiko emilee emilia emilie emily emine emma emmie
    emmy emogene ena enedina eneida enid enola enriqueta erica ericka erika erin erlene erlinda erma erna
    ernestina ernestine esmeralda esperanza esra essie esta estela estell estella estelle ester esther estrella
    eszter ethel ethelyn ethyl etta eugenia eugenie eula eulalia eunice eva evalyn evangelina evangeline eve
    evelia evelina eveline evelyn evelyne evette evie evon evonne ewa fabiola faith fallon fannie fanny farah
    farida farrah fatemeh fatima fatma fatou fatoumata faustina fawn fawzia fay faye federica felecia felica
    felice felicia felicita felicitas felipa felisa felisha fern fernanda ferne filomena fiona flavia fleur flo
    flor flora florance florence florencia florene florentina florinda florine flossie floy fonda fran frances
    francesca francine francisca franziska frauke freda frederica fredericka fredia freeda freida freya frieda
    funmi gabriela gabriele gabriella gabrielle gail garnet garnett gaye gayla gayle gaynell gemma gena geneva
    genevieve genie genoveva georgene georgetta georgette georgiana georgianna georgie georgina georgine geraldine
    geralyn gerda geri germaine gerri gertie gertrud gertrude ghada gigi gilda gillian gina ginger ginni ginny
    giorgia giovanna gisela gisele giselle gita giulia gladis glady gladys glenda glendora glenna glennis glinda
    gloria glory golda goldie grace gracia gracie graciela grainne grazyna gregoria greta gretchen gretta griselda
    gudrun guillermina gulnara gussie gwen gwendolyn gwyneth hae hailey hala haley halima halina hallie hana hanan
    hania hanna hannah hannelore harmony harriet harriett harriette hattie haydee hayley hazel heather heba hedwig
    heide heidi heike helen helena helene helga hellen henrietta henriette herlinda hermelinda hermina hermine
    herminia hermione hester hettie hien hilary hilda hildegard hillary hilma hiroko hoa holley holli hollie holly
    hope hortencia hortense hortensia huda hulda huma huong hyun ida idalia idell idella iesha ieva ignacia ila
    ilana ileana ilene iliana ilona ilse ima imelda imogen imogene ina indira ines inez inga inge ingeborg inger
    ingrid iola iona ione irena irene irina iris irma irmgard isabel isabell isabella isabelle isela isla iva
    ivana ivanka ivette ivonne ivy iwona izabela jacalyn jacinda jacinta jackeline jacki jacklyn jaclyn jacque
    jacquelin jacqueline jacquelyn jacquline jacqulyn jada jade jadwiga jaimie jami jamila jammie jana janae jane
    janeen janel janell janelle janene janessa janet janeth janett janetta janette janey janice janie janina
    janine janis janita janna jannette jannie jaqueline jasmin jasmine jaunita jaya jayme jayne jazmin jazmine
    jeana jeane jeanetta jeanette jeanie jeanine jeanna jeanne jeannette jeannie jeannine jena jenell jenelle
    jenette jeni jenifer jeniffer jenine jenise jenna jennefer jennette jenni jennie jennifer jenniffer jenny
    jeraldine jeri jerilyn jerri jerrie jesenia jesica jessenia jessi jessica jettie jewel jewell jill jillian
    jina joan joana joanie joann joanna joanne jocelyn jodee jodi jodie joelle joellen joetta johanna johnetta
    johnna joi jolanta joleen jolene jolie jolynn jonell jonelle joni jonna jonnie josefa josefina joselyn
    josephina josephine josette josie joslyn jovita joy joyce joycelyn joye juana juanita judi judie judith judy
    jule juli julia juliana juliane juliann julianna julianne julie juliet julieta juliette julissa june jung
    justina justine justyna jutta jyoti kacey kaci kacie kaitlin kaitlyn kaja kala kali kalpana kamala kami
    kandace kandi kandice kandy kara karan karen karey kari karie karin karina karissa karla karlene karol
    karolina karoline karolyn karon karren karri karrie karyn kasandra kassandra kassie katarina katarzyna kate
    katelyn katerina kathaleen katharina katharine katherin katherine kathern katheryn kathi kathie kathleen
    kathlene kathlyn kathrine kathryn kathryne kathy kathyrn kati katie katina katja katrin katrina kattie katy
    katya kavita kay kaye kayla kaylee kayleigh kaylene kazuko kecia keely keesha keiko keira keisha keli kellee
    kelley kelli kellie kellyanne kellye kelsey kelsie kendra kenisha kenna kenyatta kenyetta keri kerri kerrie
    kerstin kesha keshia khadija kiara kiera kiesha kiley kimber kimberely kimberlee kimberley kimberli kimberly
    kindra kira kirsten kirstie kirstin kirsty kisha kizzy klara klaudia kori kourtney krista kristal kristan
    kristen kristi kristian kristie kristin kristina kristine kristy kristyn krisztina krystal krystle krystyna
    kyla kylee kylie kym kyong kyra kyung lacey laci lacie ladonna laila lakeisha lakesha lakeshia lakisha lakshmi
    lan lana lanette lani lanita laquita lara larae larhonda larisa larissa larue lashanda lashawn lashonda
    lashunda latanya latasha laticia latifa latisha latonia latonya latoria latosha latoya latrice latricia
    latrina laura laureen laurel lauren laurene lauretta laurette lauri laurie laurine lavada laverna lavina
    lavinia lavon lavonda lavonne lawana lawanda lea leah leana leandra leann leanna leanne leatha leatrice leda
    leeann leeanne leesa leigh leila leilani leisa lela lelia lena leni lenna lennie lenora lenore leola leona
    leonarda leone leonie leonor leonora leora leota lera lesa lesia leslee lesley lesli lessie leta letha leticia
    letitia lettie letty leyla lia liana liane libby lida lidia lien liesbeth ligia lila lilia lilian liliana
    lilla lillian lillie lilly lily lin lina linda lindsay lindsey lindy linette linh linnea linnie linsey lisa
    lise lisette lissa lissette lita liv liz liza lizabeth lizbeth lizette lizzie ljiljana loan lois lola lolita
    lona loni lonna lora loraine lore loree loreen lorelei lorena lorene lorenza loretta lori lorie lorinda lorine
    lorna lorraine lorretta lorri lorrie lotte lottie louann louella louisa louise lourdes louvenia lovie loyce
    luana luann luanne lubna lucia luciana lucie lucienne lucila lucile lucille lucina lucinda lucrecia lucretia
    lucy ludmila ludmilla lue luella luisa luiza lula lulu lupe lupita lura lurline luvenia luz lyda lydia lyla
    lyn lynda lyndsay lyndsey lynette lynne lynnette lyudmila mabel mable machelle macie mackenzie macy madaline
    madalyn madeleine madeline madelyn madge madie madison madonna mae maegan maeve magaly magda magdalena
    magdalene maggie maha mahnoor mai maia maida maike maira mairead maja majorie malala malgorzata malia malika
    malin malinda malisa malissa mallory mamie mammie manda mandi mandy manon manuela mara maranda marcela
    marcelina marcella marcelle marci marcia marcie marcy mareike maren margaret margarete margarett margaretta
    margarette margarita margarite margaux marge margeret margery margie margit margo margorie margot margret
    margrethe marguerite margurite mari maria mariah mariam marian mariana mariann marianna marianne maribel
    maribeth maricela marie marie-claire mariel mariela marietta marija marika marilee marilou marilyn marilynn
    marina marine marisa marisela marisol marissa marit marita maritza mariya marjan marjorie marjory markita
    marla marleen marlena marlene marlo marlyn marlys marna marni marnie marquerite marquita marry marsha marta
    marte martha marti martina martine marva marvel mary maryam maryann maryanne marybeth maryellen maryjane
    maryjo marylee marylin marylou marylyn marzena masako masha mathilda mathilde matilda matilde mattie maud
    maude maudie maura maureen maurine mavis maxie maxine may maya maybelle mayme mayra mazie mckenzie meagan
    meaghan mechelle medea mee meera meg megan meghan meghann megyn mehbooba mei melania melanie melba melina
    melinda melisa melissa mellisa mellissa melodie melody melonie melony melva melvina mercedes meredith merete
    merilyn merlene merna merri meryem meryl meta mette mia micaela michaela micheline michell michelle michiko
    micki mickie migdalia mihaela mikki mila milagros mildred milena milissa millicent millie mimi min mina minako
    mindi mindy minerva minnie mira miranda mireya miriam mirian mirna mirta missy misti misty mittie mitzi
    modesta moira mollie molly mona monica monika monique mounira mozell mozelle mui muna muriel myong myra myriam
    myrna myrtice myrtie myrtis myrtle nada nadezhda nadia nadine nahid naima najat nakia nakisha nakita nan nanci
    nancy nanette nannette nannie naoma naomi narges nasreen nasrin natalia natalie nataliya natasha nathalie
    natividad natosha nazanin nedra neha nelda nelia nelida nell nella nelle nellie nelly nena neoma nereida
    nermeen neta nettie neva nga ngoc ngozi nia niamh nichelle nichol nichole nicki nickie nicolasa nicole
    nicolette nicolle nidia nieves nigella niki nikia nikita nikki nikole nila nilda nilsa nina ninfa nirmala
    nisha nita noa noelia noella noelle noemi nola nona noor noora nora noreen norene norine norma noura nova
    novella nuala nura nydia ocie octavia odessa odette odile ofelia oksana ola olena oleta olga oliva olive
    olivia olympia oma ona oneida opal ophelia ora oralia orla orpha ossie otilia ouida page paige palma paloma
    pam pamala pamela pamelia pamella pansy paola particia patience patrica patrice patricia patrina patrizia
    patsy patti pattie patty paula pauletta paulette paulina pauline pearl pearle pearlene pearlie pearline peggie
    peggy penelope pennie penny perla petra philippa phillis philomena phoebe phuong phylis phyliss phyllis pia
    pilar pinkie piper pippa polly pooja porsha portia preeti pricilla prisca priscilla priti priya priyanka qiana
    quiana rachael racheal rachel rachele rachell rachelle racquel radha rae rafaela raina rajaa ramona ramonita
    rana randa randi rania raquel rasha rashida raven rayna reba rebbeca rebbecca rebeca rebecca rebekah regan
    regena regenia regina reina rena renae renata renate renea renee renita reta retha retta reva reyna rhea
    rhiannon rhoda rhonda richelle rikki rima rina risa rita robbin roberta robyn rochelle rocio rolanda roma
    romaine romana romelia romona rona ronda roni ronna ronni rosa rosalba rosalee rosalia rosalie rosalina
    rosalind rosalinda rosaline rosalva rosalyn rosamond rosana rosanna rosanne rosaria rosario rosaura rose
    roseann roseanna roseanne rosella roselyn rosemarie rosemary rosetta rosie rosina rosita roslyn rowena roxana
    roxane roxann roxanna roxanne roxie roza rubie ruby rubye rufina ruth ruthann ruthie sabina sabine sabra
    sabrina sachiko sade sadia sadie safiya sahar saira salena salina sallie sally salma salome samantha samara
    samatha samia samira sana sandi sandra sandy sanjuana sanjuanita sanna santa santana saoirse sara sarah sari
    sarina sarita saskia saundra savannah scarlett selena selene selina selma serena serina sha shabana shabnam
    shaina shakira shalonda shameka shamika shana shanda shandra shaneka shanell shani shanice shanika shanita
    shanna shannan shannon shanon shanta shante shantel shantell shara sharee sharen shari sharita sharla sharlene
    sharon sharonda sharron sharyn shasta shauna shavon shawanda shawna shawnda shawnee shay shayla shayna shazia
    shea sheena sheila shelba shelia shelley shelli shellie shelly shena sheree sheri sherie sherilyn sherita
    sheron sherrell sherri sherrie sherrill sherron sherry sherryl sheryl shiela shireen shirin shirlee shirlene
    shirley shirly shona shonda shonna shreya shu sian sibyl sierra signe sigrid silje silke silvia simona sindy
    sinead siobhan siri sissel sivan skye smriti snezana socorro sofia sofie solange soledad solveig sommer sondra
    sonia sonja sonya soo soon sophia sophie stacey staci stacia stacie stacy starla starr stefani stefania
    stefanie steffanie stella steph stephaine stephane stephani stephanie stephany stephenie stephine sudie sue
    suellen sujatha suk sunita sunshine susan susana susann susanna susannah susanne susie suzan suzann suzanna
    suzanne suzette suzie suzy svetlana swati sybil syble sylvia sylvie synthia tabatha tabetha tabitha tahani
    takisha talia tamala tamar tamara tamatha tameka tamekia tamela tamera tami tamica tamie tamika tamiko tammara
    tammi tammie tammy tamra tamsin tana tanesha tangela tania tanika tanisha tanja tanna tanya tara tarah tarsha
    taryn tasha tatiana tatyana tawana tawanda tawanna tawny tawnya taylor-ann teena tena tenisha tennille teodora
    tera teresa terese teresita teressa tereza teri terra terresa terri terrie tess tessa tessie thalia thandi
    thea theda thelma theodora theresa therese theresia thersa thomasina thresa thu thuy tia tiana tiara tierra
    tiesha tiffani tiffanie tiffany tiffiny tilda tillie tina tisha tomasa tomeka tomika toni tonia tonie tonja
    tonya tori tosha tova toya tracee tracey traci tracie trena tresa tressa tressie treva tricia trina trine
    trinity trish trisha trista trudi trudie trudy tulsi twana twila twyla tyesha tyra uma una ursula ute vada
    valarie valda valencia valentina valeria valerie vallie valorie vanesa vanessa vannessa veda velda velia velma
    velva vena venessa venice venita venus vera verda vergie verla verna vernell vernetta vernice vernie vernita
    verona veronica veronika veronique versie vesna vesta vicenta vickey vicki vickie vicky victoria vida vikki
    vilma vina vincenza vinnie viola violet violeta violetta violette virgie virgina virginie viva vivan vivian
    viviana viviane vivien vivienne vonda vonnie wafa wanda wangari wanita wendi wendy weronika whitney wilda
    wilhelmina willa willene willia wilma winifred winnie winnifred winona wynona xenia xiomara yadira yael yan
    yana yara yasmeen yasmin yasmine yekaterina yelena yen yesenia yetta yevgenia yoko yolanda yolande yolonda
    yoshiko yulia yuliya yumi yuriko yvette yvonne zahra zaida zainab zandra zara zeinab zelda zella zelma zena
    zenaida zenobia zeynep zina zita zoe zofia zoila zola zona zora zoraida zsuzsanna zula zulema zulma zuzana
    """)
    | WOMEN_ABROAD
)
"""Names at least four times as common among women."""
EITHER = words("""
    alex alexis alva angel ariel ash aubrey augustine avery blair blake britt carey carrol casey charlie chong
    chris chung clair cleo cruz dana dee devon dominique dorian dusty elisha emerson finley frankie gale gerry
    guadalupe harper hayden ivory jackie jae jaime jamey jamie jan jean jess jessie jimmie jody johnie johnnie
    jordan jules jun kasey kelly kerry kim kris lacy lavern laverne lee leslie levi lou lynn marion merle michal
    michele minh morgan nat nicky nicola noel odell ollie pat peyton quinn reese refugio rene riley robbie robin
    rowan sam sammie sasha shelby simone skyler stevie sung sydney taylor terry thanh theo tommie tracy trinidad
    val willie yong
    """)
"""Names of either."""

MOSTLY_MEN = words("""
    chris sam charlie alex jordan quinn blake rowan robbie theo jules terry jamie lee jackie gerry frankie nicky
    jean
    """)
"""Those names of either that men bear more often."""

MOSTLY_WOMEN = words("""
    kelly kim tracy robin leslie dana casey taylor jan pat lynn shelby sydney sasha jody kerry morgan blair simone
    nicola
    """)
"""Those names of either that women bear more often."""

FIRST_NAMES = MEN | WOMEN | EITHER

NICKNAMES = {
    frozenset(pair.split("/"))
    for pair in words("""
    bill/william bob/robert dick/richard jim/james jack/john ted/edward ted/theodore tony/anthony joe/joseph
    mike/michael chuck/charles hank/henry kate/katherine liz/elizabeth peggy/margaret bernie/bernard andy/andrew
    ed/edward jeff/jeffrey tom/thomas dan/daniel steve/stephen steve/steven rick/richard larry/lawrence
    harry/harold jerry/gerald terry/terence rob/robert sandy/alexander alex/alexander sasha/alexander jamie/james
    nancy/anne betty/elizabeth beth/elizabeth sally/sarah molly/mary polly/mary becky/rebecca vicky/victoria
    gus/augustus will/william billy/william bobby/robert jimmy/james johnny/john charlie/charles mick/michael
    paddy/patrick kathy/katherine cathy/catherine debbie/deborah patty/patricia trish/patricia gabby/gabrielle
    """)
}
"""Pairs of a first name and a short form of it."""
