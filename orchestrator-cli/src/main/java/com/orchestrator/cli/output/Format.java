package com.orchestrator.cli.output;

import java.util.Locale;

/** Forms of data. */
public enum Format {
    /** For people, a line each. */
    TABLE,
    /** The same with more columns. */
    WIDE,
    /** One document. */
    JSON,
    /** A document a line. */
    NDJSON,
    /** As JSON, for people. */
    YAML,
    /** Only what a thing goes by, a line each. */
    NAME;

    public static Format named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    public boolean isForPeople() {
        return this == TABLE || this == WIDE;
    }
}
