"""The words that invented news is made of."""

from typing import NamedTuple

KINDS = {
    "EXP.IED_MINE": ("A car bomb exploded near a market in {place} on {weekday}", "bombing", "bomb"),
    "CRI.SHOOTING": ("A gunman opened fire in {place} on {weekday}", "shooting", "firearm"),
    "EXP.AIR_DRONE": ("A drone struck a fuel depot in {place} on {weekday}", "drone attack", "drone"),
    "VAC.ATTACK": ("Armed militants attacked a village in {place} on {weekday}", "attack", "firearm"),
    "EXP.SHELLING": ("Artillery shells hit a housing block in {place} on {weekday}", "shelling", "artillery"),
}
GIVEN = [
    "Amara",
    "Boris",
    "Celia",
    "Dario",
    "Elena",
    "Farid",
    "Goran",
    "Hana",
    "Ivo",
    "Jonas",
    "Keiko",
    "Lamine",
    "Marta",
    "Nadia",
    "Omar",
    "Petra",
    "Quentin",
    "Rosa",
]
FAMILY = [
    "Adeyemi",
    "Brandt",
    "Castellano",
    "Dragan",
    "Eriksen",
    "Fofana",
    "Galvez",
    "Horvat",
    "Ibrahimov",
    "Jansen",
    "Kovac",
    "Lindqvist",
    "Moreau",
]
OUTLETS = [
    "Daily Courier",
    "Morning Post",
    "City Herald",
    "Wire One",
    "Harbour Gazette",
    "Evening Record",
    "Radio South",
    "Press Line",
]
ORDINARY = (
    "The city council of {place} approved a new budget for parks and libraries after a short debate.",
    "Farmers around {place} expect a good harvest this year, a trade association wrote in its monthly letter.",
    "The museum of {place} opens an exhibition of landscape paintings, its director said at a preview.",
)
CLOSING = (
    "Residents described the {noun} as the worst in years.",
    "Streets around the scene were closed for several hours.",
    "Nobody has claimed responsibility.",
    "Officials asked people to stay away from the area.",
    "Rescue workers remained at the scene late into the evening.",
)


class HardKind(NamedTuple):
    """How hard news tells a type: `opening` takes target, place and weekday; `kindred` is how others call it."""

    opening: str
    noun: str
    weapon: str
    kindred: str
    targets: tuple[str, ...]


HARD_KINDS = {
    "EXP.IED_MINE": HardKind(
        "A car bomb exploded near {target} in {place} on {weekday}",
        "bombing",
        "bomb",
        "VAC.ATTACK",
        ("a market", "a bank", "a court building", "a hotel", "a bus station", "a school"),
    ),
    "CRI.SHOOTING": HardKind(
        "A gunman opened fire at {target} in {place} on {weekday}",
        "shooting",
        "firearm",
        "VAC.ATTACK",
        ("a nightclub", "a shopping centre", "a barber shop", "a car park", "a hospital", "a petrol station"),
    ),
    "EXP.AIR_DRONE": HardKind(
        "A drone struck {target} in {place} on {weekday}",
        "drone attack",
        "drone",
        "EXP.SHELLING",
        ("a fuel depot", "an airport", "a power plant", "an ammunition depot", "a barracks", "a bridge"),
    ),
    "VAC.ATTACK": HardKind(
        "Armed militants attacked {target} in {place} on {weekday}",
        "attack",
        "firearm",
        "CRI.SHOOTING",
        ("a church", "a police station", "a convoy", "a mosque", "a gold mine", "a health centre"),
    ),
    "EXP.SHELLING": HardKind(
        "Artillery shells hit {target} in {place} on {weekday}",
        "shelling",
        "artillery",
        "EXP.AIR_DRONE",
        ("a housing block", "a school", "a grain warehouse", "a railway depot", "a hospital", "a bakery"),
    ),
}
SECONDS = {
    "EXP.IED_MINE": ("Hours later, another bomb exploded {where}", "in a second village nearby", "in {city}"),
    "EXP.AIR_DRONE": ("Hours later, another drone struck {where}", "a second base", "a base in {city}"),
    "VAC.ATTACK": ("Hours later, militants attacked {where}", "another village", "a village near {city}"),
}
"""How a text goes on to a second deed of the type: where it names no place, and where it does."""
