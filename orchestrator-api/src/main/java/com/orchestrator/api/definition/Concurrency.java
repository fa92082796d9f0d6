package com.orchestrator.api.definition;

/** {@code concurrency} of a workflow: at most so many of its runs at once, held through the undo until they have ended. */
public final class Concurrency {

    /** What becomes of a start that finds no room. */
    public enum Overflow {
        /** It waits, in order of start. */
        QUEUE("queue"),
        /** It is refused. */
        REJECT("reject"),
        /** The oldest run is cancelled, through its saga, and it waits. */
        CANCEL_OLDEST("cancelOldest"),
        /** It waits in the place of those that wait already, which end. */
        COALESCE("coalesce");

        private final String word;

        Overflow(String word) {
            this.word = word;
        }
    }

    private final JsonObject fields;

    Concurrency(JsonObject fields, int max) {
        this.fields = fields;
        fields.put("max", max);
    }

    /** Runs of one key are counted together; all of the workflow when not said. */
    public Concurrency key(String key) {
        fields.putText("key", key);
        return this;
    }

    public Concurrency overflow(Overflow overflow) {
        fields.put("overflow", overflow.word);
        return this;
    }
}
