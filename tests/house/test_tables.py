"""Every table says whose it is, what it means, and how long its rows are kept."""

import importlib
import pkgutil

import pytest
from sqlalchemy import MetaData

import models
from models.base import Base
from models.tables import METADATA, MODULES
from tests.house.tree import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
# Tables whose rows belong to no single community, and why.
OF_NO_COMMUNITY = {
    "community": "it is the community",
    "alembic_version": "alembic's own",
    "retention": "the rules of this database; what they delete names its community",
}


@pytest.fixture(scope="module")
def tables() -> MetaData:
    """The tables of every module in models/, migrations left aside."""
    for found in pkgutil.walk_packages(models.__path__, "models."):
        if not found.name.startswith("models.migrations"):
            importlib.import_module(found.name)
    return Base.metadata


def test_every_row_of_the_domain_names_its_community(tables: MetaData) -> None:
    lost = [
        name
        for name, table in tables.tables.items()
        if "community_id" not in table.c and name not in OF_NO_COMMUNITY
    ]
    assert lost == []


def test_the_list_of_exceptions_holds_no_table_that_needs_none(tables: MetaData) -> None:
    settled = [
        name
        for name in OF_NO_COMMUNITY
        if name != "alembic_version"
        and (name not in tables.tables or "community_id" in tables.tables[name].c)
    ]
    assert settled == []


def test_every_table_has_a_row_in_the_glossary(tables: MetaData) -> None:
    rows = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("|")]
    unexplained = [name for name in tables.tables if not any(f"`{name}`" in row for row in rows)]
    assert unexplained == []


def test_every_table_says_what_one_row_means() -> None:
    silent = [
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if not (mapper.class_.__doc__ or "").strip()
    ]
    assert silent == []


def test_the_list_of_all_tables_is_whole(tables: MetaData) -> None:
    """Migrations and the schema check see only what models/tables.py imports."""
    listed = {module.__name__ for module in MODULES}
    assert {mapper.class_.__module__ for mapper in Base.registry.mappers} - listed == set()
    assert tables is METADATA


def test_retention_names_columns_that_exist(tables: MetaData) -> None:
    retention = importlib.import_module("models.retention")
    strays = [
        f"{rule.table}.{rule.column}"
        for rule in retention.RULES
        if rule.table not in tables.tables or rule.column not in tables.tables[rule.table].c
    ]
    assert strays == []
    assert len(retention.RULES) > 0
