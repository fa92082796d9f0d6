package com.orchestrator.engine.calendar;

import org.jspecify.annotations.Nullable;

/** What somebody wrote about times cannot be meant as it stands. */
public final class CalendarFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String hint;
    private final int position;
    private final String pointer;

    /**
     * @param detail what is wrong, a sentence without its full stop
     * @param hint what to write instead
     * @param position index of the character at fault in the text; -1 when it is about the text as a whole
     */
    CalendarFault(String detail, @Nullable String hint, int position) {
        this(detail, hint == null ? "" : hint, position, "");
    }

    private CalendarFault(String detail, String hint, int position, String pointer) {
        super(detail);
        this.hint = hint;
        this.position = position;
        this.pointer = pointer;
    }

    /** The same, found in this field. */
    CalendarFault in(String field) {
        return new CalendarFault(String.valueOf(getMessage()), hint, position, pointer.isEmpty() ? field : pointer);
    }

    /** JSON pointer to the field it is about, as the fields of {@link CalendarSpec} are called; empty when it is about all. */
    public String pointer() {
        return pointer;
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
