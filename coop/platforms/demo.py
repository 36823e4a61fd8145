"""The catalogue that a demonstration starts with: platforms of the essay and of the trade."""

import random
from datetime import date

from sqlalchemy import select

from coop.db import db
from coop.platforms.models import Platform
from coop.platforms.rules import NewPlatform
from coop.platforms.service import add_platform

# Name, kind of work, some countries where it gives work, other names.
PLATFORMS = (
    ("Amazon Mechanical Turk", "microtasks", "US IN", "MTurk, AMT, Mechanical Turk, Amazon MTurk"),
    ("Clickworker", "microtasks", "DE US FR IT GB", "clickworker.com"),
    ("Appen", "labelling", "US PH KE IN VE", "Figure Eight, CrowdFlower, Appen Connect, CrowdGen"),
    ("Toloka", "microtasks", "IN KE PK TR", "Yandex.Toloka, Toloka AI"),
    ("Prolific", "surveys", "GB US FR DE", "Prolific Academic"),
    ("Microworkers", "microtasks", "BD IN PH US", "microworkers.com"),
    ("Remotasks", "labelling", "KE PH VE", "Remo Tasks"),
    ("Outlier", "labelling", "US IN GB FR", "Outlier AI"),
    ("Scale AI", "labelling", "US PH KE", "Scale"),
    ("OneForma", "labelling", "US ES IN BR", "Centific, Pactera EDGE"),
    ("TaskUs", "moderation", "PH US IN GR", "Task Us"),
    ("Google raters (through contractors)", "search_evaluation", "US GB IN", "Google raters"),
    ("Facebook moderation (through contractors)", "moderation", "KE IE PT US", "Meta moderation"),
    ("Uber", "delivery_driving", "FR US GB IN BR", "Uber Eats, UberEats, Uber Driver"),
    ("Deliveroo", "delivery_driving", "FR GB IT IE", "Roofoods"),
    (
        "Telus International",
        "search_evaluation",
        "US CA FR IN",
        "Telus Digital, Telus AI Community",
    ),
    ("Lionbridge", "search_evaluation", "US FR DE BR", "Lionbridge AI, Smart Crowd"),
    ("DataAnnotation", "labelling", "US CA GB AU", "DataAnnotation.tech, Data Annotation Tech"),
    ("Surge AI", "labelling", "US GB CA", "SurgeHQ"),
    ("Sama", "labelling", "KE UG IN", "Samasource"),
    ("CloudFactory", "labelling", "NP KE", "Cloud Factory"),
    ("iMerit", "labelling", "IN US", "iMerit Technology"),
    ("Isahit", "labelling", "MG CM SN CI", "isahit.com"),
    ("Teleperformance", "moderation", "GR PT CO PH TN", "TP, Majorel"),
    ("Wirk", "microtasks", "FR", "Foule Factory, FouleFactory, Wirk.io"),
    ("Yappers", "microtasks", "FR", "Yappers.club"),
    ("Spare5", "labelling", "US", "Mighty AI"),
    ("Hive Work", "labelling", "US IN PH VE", "Hive Micro"),
    ("Neevo", "transcription", "PT BR IN", "Neevo by Defined.ai, DefinedCrowd"),
    ("UHRS", "search_evaluation", "US FR IN MA", "Universal Human Relevance System"),
    ("Rev", "transcription", "US CA GB", "Rev.com"),
    ("TranscribeMe", "transcription", "US AU", "Transcribe Me"),
    ("JustAnswer", "search_evaluation", "US GB DE", "Just Answer"),
)


def has_rows() -> bool:
    """Whether the catalogue holds anything."""
    return db.session.execute(select(Platform).limit(1)).first() is not None


def demo(*, source: random.Random, today: date) -> None:  # noqa: ARG001 - every demo is called alike
    """Put the platforms into the catalogue, as an organizer would."""
    for name, kind_of_work, countries, aliases in PLATFORMS:
        add_platform(
            NewPlatform(name, kind_of_work, tuple(countries.split()), tuple(aliases.split(", ")))
        )
