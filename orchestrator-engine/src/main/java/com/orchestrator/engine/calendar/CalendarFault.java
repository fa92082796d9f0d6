package com.orchestrator.engine.calendar;

import org.jspecify.annotations.Nullable;

/** What somebody wrote about times cannot be meant as it stands. */
public final class CalendarFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String hint;
    private final int position;

    /**
     * @param detail what is wrong, a sentence without its full stop
     * @param hint what to write instead
     * @param position index of the character at fault in the text; -1 when it is about the text as a whole
     */
    CalendarFault(String detail, @Nullable String hint, int position) {
        super(detail);
        this.hint = hint == null ? "" : hint;
        this.position = position;
    }

    /** What to write instead; empty when there is no advice. */
    public String hint() {
        return hint;
    }

    /** Index of the character at fault; -1 when it is about the text as a whole. */
    public int position() {
        return position;
    }
}
