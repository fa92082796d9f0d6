package com.orchestrator.cli.command;

import java.util.List;

/** Options that every verb understands, and those that many share. */
public final class Globals {

    public static final Option URL = Option.of("--url", Kind.text("URL"), "The server, such as http://localhost:8080.");
    public static final Option TOKEN = Option.of("--token", Kind.TEXT, "Who asks, if the server wants to know.");
    public static final Option TOKEN_FILE = Option.of("--token-file", Kind.FILE, "The same, from a file.");
    public static final Option CONTEXT =
            Option.of("--context", Kind.text("NAME"), "Use this context instead of the current one.");
    public static final Option NAMESPACE = Option.of(
                    "--namespace", Kind.text("NAME"), "What names without one belong to.")
            .shortened("-n");
    public static final Option OUTPUT = Option.of(
                    "--output",
                    Kind.oneOf("FORMAT", "table", "wide", "json", "ndjson", "yaml", "name"),
                    "How data is written: table, wide, json, ndjson, yaml or name.")
            .shortened("-o");
    public static final Option NO_HEADERS = Option.flag("--no-headers", "Tables without their first line.");
    public static final Option QUIET =
            Option.flag("--quiet", "No notes, only data and faults.").shortened("-q");
    public static final Option VERBOSE = Option.flag("--verbose", "Show what is asked and answered, without secrets.")
            .shortened("-v");

    public static final Option YES = Option.flag("--yes", "Do not ask; needed where nobody can be asked.")
            .shortened("-y");
    public static final Option REASON = Option.of("--reason", Kind.TEXT, "Why; kept where others will look.")
            .shortened("-r");
    public static final Option DRY_RUN = Option.flag("--dry-run", "Only say what would be done.");
    public static final Option LIMIT =
            Option.of("--limit", Kind.number("N", 1, 1_000_000), "The most entries; 50 unless said otherwise.");
    public static final Option ALL = Option.flag("--all", "Every entry, however many there are.");

    private Globals() {}

    /** Understood by every verb. */
    public static List<Option> all() {
        return List.of(URL, TOKEN, TOKEN_FILE, CONTEXT, NAMESPACE, OUTPUT, NO_HEADERS, QUIET, VERBOSE);
    }
}
