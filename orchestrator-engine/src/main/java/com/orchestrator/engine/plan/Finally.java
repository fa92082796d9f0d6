package com.orchestrator.engine.plan;

import java.util.Arrays;

/** What a run still does when its rollback has come to an end, or to a halt. */
public enum Finally {
    /** Once everything is undone, before the run ends. */
    ROLLED_BACK("rolledBack"),
    /** Once an undo has given up, so that the run rests until a person has dealt with it. */
    UNDO_FAILED("undoFailed");

    private static final String BLOCKS = "finally.";

    private final String word;

    Finally(String word) {
        this.word = word;
    }

    /** As definitions write it. */
    public String word() {
        return word;
    }

    /** Id of its block of tasks; no block inside a task has such a one. */
    public String blockId() {
        return BLOCKS + word;
    }

    /** Whether a block is one of these, and no part of the way forward. */
    static boolean isBlock(String blockId) {
        return Arrays.stream(values()).anyMatch(each -> each.blockId().equals(blockId));
    }
}
