"""What the schema says of refusals: the same for every address, so it is written once."""

from typing import Any

REFUSAL = {
    "type": "object",
    "description": "A refusal in words; `code` is stable where programs may want to tell them apart.",
    "properties": {"detail": {"type": "string"}, "code": {"type": "string"}},
    "required": ["detail"],
}
PROBLEMS = {
    "type": "object",
    "description": "What cannot be understood, by field; or a code, words, and every problem.",
    "additionalProperties": True,
}
EVERYWHERE = {"401": "No token in force.", "403": "No right.", "429": "Too many requests."}


def with_refusals(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """Add the refusals to every operation; drf-spectacular calls it when the schema is drawn."""
    result["components"]["schemas"] |= {"Refusal": REFUSAL, "Problems": PROBLEMS}
    for address, operations in result["paths"].items():
        for method, operation in operations.items():
            operation["responses"] |= _refusals(address, method)
    return result


def _refusals(address: str, method: str) -> dict[str, Any]:
    found = {status: _answer(words, "Refusal") for status, words in EVERYWHERE.items()}
    if "{" in address:
        return found | {"404": _answer("There is none for you.", "Refusal")}
    found["400"] = _answer("It cannot be understood.", "Problems")
    if method == "post":
        found["409"] = _answer("It cannot be done, in words.", "Refusal")
    return found


def _answer(words: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": words, "content": content}
