"""What the invented England is called: parts of names, themes, outcomes, requests."""

from __future__ import annotations

from typing import Final


def _each(text: str, at: str = " ") -> tuple[str, ...]:
    return tuple(text.split(at))


REGIONS: Final = (
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
)
STEMS: Final = _each(
    "Ald Amber Ash Ayl Bar Beck Bex Blake Bram Brent Brock Burn Cald Carl Chad Charn Chel Cliff Col Corn Cran Crew "
    "Crox Dal Darl Dean Den Dun East El Fair Farn Fen Ford Fros Gar Gates Glos Grant Grim Had Hal Hamble Har Hart "
    "Hasel Haver Hert Hex High Holm Horn Hunt Ips Kel Ken Kirk Lang Lax Led Lich Lin Lud Mal Mar Mel Mid Mor Nan New "
    "Nor Oak Orm Oxen Pen Pick Quorn Rad Red Rother Rush Sal Sand Sel Shel Skel Stam Stock Sun Swan Tam Tew Thorn "
    "Till Up Wal War Wel Wens Whit Win Wood Wor Yar"
)
ENDINGS: Final = _each(
    "borough bourne bridge bury by chester cliffe combe cote dale den don field fleet ford gate ham hampton haven "
    "head holme hurst ington ley low mere mouth ness ney over pool port rick sea sham stead stoke stone thorpe "
    "ton vale wade wath well wich wick worth"
)
BEFORE: Final = ("", "Great ", "Little ", "Upper ", "Lower ", "North ", "South ", "East ", "West ")

DEPARTMENTS: Final = (
    "Office of the Deputy Prime Minister",
    "Home Office",
    "Department of Health",
    "Department for Education and Skills",
    "Department for Work and Pensions",
    "Department of Trade and Industry",
    "Department for Transport",
    "Department for Culture, Media and Sport",
    "Department for Environment, Food and Rural Affairs",
    "Department for Constitutional Affairs",
    "Cabinet Office",
    "HM Treasury",
)
INSPECTORATES: Final = (
    "Audit Commission",
    "Commission for Social Care Inspection",
    "Healthcare Commission",
    "Ofsted",
    "HM Inspectorate of Constabulary",
    "Housing Inspectorate",
)
BLOCKS: Final = {
    "Children and young people": (
        "Being healthy",
        "Staying safe",
        "Enjoying and achieving",
        "Making a positive contribution",
        "Economic well-being",
    ),
    "Safer and stronger communities": (
        "Community safety",
        "Drugs and alcohol",
        "Fear of crime",
        "Cleaner and greener places",
        "Community engagement",
    ),
    "Healthier communities and older people": (
        "Public health",
        "Health inequalities",
        "Independence of older people",
        "Mental health",
    ),
    "Economic development and enterprise": ("Skills", "Worklessness", "Enterprise", "Regeneration"),
}
SUBTHEMES: Final = {
    "Community safety": ("Burglary", "Violent crime", "Domestic abuse", "Vehicle crime"),
    "Public health": ("Smoking", "Obesity", "Sexual health"),
    "Skills": ("Adult learning", "Apprenticeships"),
}
CROSS_CUTTING: Final = ("Housing", "Transport", "Culture and sport", "Climate change", "Equality")

# What should get better, what shows it, and the theme it is about.
OUTCOMES: Final = (
    ("Fewer burglaries", "household burglaries", "Burglary"),
    ("Less violent crime", "wounding offences", "Violent crime"),
    ("Fewer repeat incidents of domestic abuse", "repeat incidents", "Domestic abuse"),
    ("Less vehicle crime", "thefts of and from vehicles", "Vehicle crime"),
    ("People feel safer after dark", "residents who feel safe after dark", "Fear of crime"),
    ("Less harm from drugs", "people in drug treatment", "Drugs and alcohol"),
    ("Less harm from alcohol", "hospital admissions for alcohol", "Drugs and alcohol"),
    ("Less anti-social behaviour", "reported incidents of disorder", "Community safety"),
    ("Fewer first-time offenders", "young people entering the justice system", "Community safety"),
    ("Cleaner streets", "streets below the litter standard", "Cleaner and greener places"),
    ("Better parks", "parks with a quality award", "Cleaner and greener places"),
    ("Less waste to landfill", "household waste recycled", "Cleaner and greener places"),
    ("More people have a say", "residents who feel they can influence decisions", "Community engagement"),
    ("More volunteers", "residents who volunteer", "Community engagement"),
    ("A stronger voluntary sector", "groups with a paid worker", "Community engagement"),
    ("Healthier babies", "mothers who breastfeed at six weeks", "Being healthy"),
    ("Fewer teenage conceptions", "conceptions under 18", "Being healthy"),
    ("Fewer overweight children", "children who are overweight at 11", "Being healthy"),
    ("Children are safe from neglect", "repeat registrations", "Staying safe"),
    ("Fewer children hurt on the roads", "children killed or seriously injured", "Staying safe"),
    ("Less bullying", "pupils who report bullying", "Staying safe"),
    ("Better results at 11", "pupils at the expected level in English", "Enjoying and achieving"),
    ("Better results at 16", "pupils with five good passes", "Enjoying and achieving"),
    ("Better attendance", "half days missed", "Enjoying and achieving"),
    ("Children in care do well", "children in care with a good pass", "Enjoying and achieving"),
    ("More to do for young people", "young people in contact with youth services", "Making a positive contribution"),
    ("Young people are heard", "schools with a council of pupils", "Making a positive contribution"),
    ("Fewer young people without work or training", "young people not in education", "Economic well-being"),
    ("More child care", "places in child care", "Economic well-being"),
    ("Fewer children in poverty", "children in families on benefit", "Economic well-being"),
    ("People live longer", "deaths before 75", "Public health"),
    ("Fewer people smoke", "people who quit for four weeks", "Smoking"),
    ("More people are active", "adults active three times a week", "Obesity"),
    ("Better sexual health", "people seen within two days", "Sexual health"),
    ("A smaller gap in life expectancy", "deaths from heart disease", "Health inequalities"),
    ("Better health in the poorest wards", "years of life lost", "Health inequalities"),
    ("More older people live at home", "older people helped to live at home", "Independence of older people"),
    ("Fewer falls", "admissions for a fractured hip", "Independence of older people"),
    ("Less time in hospital", "delayed discharges", "Independence of older people"),
    ("More older people claim what is theirs", "pensioners who claim credit", "Independence of older people"),
    ("Better support for carers", "carers assessed", "Independence of older people"),
    ("Better mental health", "people in contact with community teams", "Mental health"),
    ("Fewer suicides", "deaths by suicide", "Mental health"),
    ("More adults with skills", "adults with a first full qualification", "Adult learning"),
    ("More apprentices", "apprenticeships begun", "Apprenticeships"),
    ("Better basic skills", "adults who pass a basic test", "Skills"),
    ("Fewer people out of work", "people on incapacity benefit", "Worklessness"),
    ("More lone parents in work", "lone parents who find work", "Worklessness"),
    ("More new businesses", "new registrations for tax", "Enterprise"),
    ("Businesses last longer", "businesses alive after three years", "Enterprise"),
    ("Livelier town centres", "empty shops", "Regeneration"),
    ("More land brought back to use", "derelict land", "Regeneration"),
    ("Fewer homeless families", "families in temporary homes", "Housing"),
    ("More decent homes", "homes below the decent standard", "Housing"),
    ("Warmer homes", "homes with poor insulation", "Housing"),
    ("Easier to reach work and hospital", "households within 30 minutes of a hospital", "Transport"),
    ("Fewer people hurt on the roads", "people killed or seriously injured", "Transport"),
    ("More journeys by bus", "passenger journeys", "Transport"),
    ("More people enjoy the arts", "visits to museums", "Culture and sport"),
    ("More people play sport", "members of sports clubs", "Culture and sport"),
    ("Lower emissions", "tonnes of carbon a head", "Climate change"),
    ("Less flooding", "homes at risk of flooding", "Climate change"),
    ("A fairer work force", "senior staff who are women", "Equality"),
    ("Better services for minorities", "complaints settled", "Equality"),
)
MEASURES: Final = ("number a year", "rate per 1,000 people", "share of all", "change since the baseline")

SAINTS: Final = _each(
    "Agnes Aidan Alban Andrew Anne Barnabas Bede Catherine Chad Clare Columba Cuthbert David Edmund Francis George "
    "Giles Helen Hilda James John Joseph Jude Lawrence Luke Margaret Mark Martin Mary Matthew Michael Nicholas Oswald "
    "Paul Peter Stephen Swithun Thomas Wilfrid Winifred"
)
CAUSES: Final = _each(
    "Carers,Youth,Drug Advice,Housing Advice,Debt Advice,Furniture,Transport,Play,Toy Library,Arts,Credit Union,"
    "Refugee,Women's Refuge,Victim Support,Mediation,Mental Health,Hospice,Disability,Deaf,Blind,Lunch Club,"
    "Befriending,Volunteer,Family,Counselling,Environment,Wildlife,Recycling,Sports,Heritage,Race Equality,Farmers,"
    "Allotment,Community Safety,Neighbourhood Watch,Learning,Literacy,Computer,Theatre,Music",
    ",",
)
TRADES: Final = _each(
    "Bakeries,Breweries,Builders,Buses,Castings,Chemicals,Cleaning,Coaches,Components,Dairies,Design,Electronics,"
    "Engineering,Farms,Fisheries,Foods,Foundry,Freight,Furniture,Glass,Haulage,Homes,Hotels,Joinery,Logistics,Media,"
    "Motors,Packaging,Paper,Plastics,Potteries,Printing,Quarries,Retail,Security,Software,Steel,Taxis,Textiles,"
    "Timber",
    ",",
)
TOPICS: Final = (
    "Town Centre",
    "Rural",
    "Older People's",
    "Youth",
    "Housing",
    "Transport",
    "Health",
    "Drug Action",
    "Anti-Social Behaviour",
    "Environment",
    "Learning",
    "Skills",
    "Arts",
    "Sport",
    "Faith",
    "Equality",
    "Business",
    "Estates",
    "Data",
    "Community",
)
SENIORITIES: Final = ("chief executive", "director", "head of service", "officer", "elected member", "trustee")

STREAM_PURPOSES: Final = _each(
    "Neighbourhood,Community,Safety,Drug Treatment,Alcohol,Youth,Play,Sure Start,School Travel,Behaviour,Attendance,"
    "Literacy,Skills,Enterprise,Regeneration,Rural,Coastal,Market Town,Housing,Homelessness,Carers,Mental Health,"
    "Older People's,Telecare,Smoking,Sport,Arts,Heritage,Waste,Recycling,Climate,Road Safety,Bus,Cycling,Prevention,"
    "Resettlement,Cohesion,Volunteering,Advice,Training",
    ",",
)
STREAM_AIMS: Final = _each(
    "Action,Support,Development,Improvement,Innovation,Renewal,Standards,Partnership,Capacity,Delivery,Access,Pathway,"
    "Challenge,Opportunity,Reward,Growth",
    ",",
)
STREAM_SORTS: Final = ("Fund", "Grant", "Programme", "Initiative", "Budget", "Allowance")
STREAM_PURSES: Final = ("", "Revenue ", "Capital ", "Pilot ")

REQUESTS: Final = tuple(
    f"{what} {which}"
    for what in ("One monitoring return for", "Carry over a year's end for", "No ring-fence on", "Share data for")
    for which in (
        "children's grants",
        "community safety money",
        "drug treatment",
        "older people's services",
        "benefit advice",
        "waste and recycling",
        "adult learning",
        "neighbourhood renewal",
        "school standards",
        "supported housing",
        "road safety",
        "sport and the arts",
    )
)
