package com.orchestrator.cli.translate;

/** Pieces of expressions. */
final class Texts {

    private Texts() {}

    /** A text as expressions write it. */
    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
