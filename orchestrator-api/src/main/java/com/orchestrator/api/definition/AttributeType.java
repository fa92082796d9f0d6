package com.orchestrator.api.definition;

/** What kind of value a search attribute has. */
public enum AttributeType {
    /** At most 512 characters. */
    TEXT,
    NUMBER,
    /** A moment of the years 1 to 9999; text as RFC 3339 has it. */
    INSTANT,
    BOOLEAN,
    /** Text, number or boolean, as the value happens to be: what an attribute is that names no type. */
    ANY
}
