package com.orchestrator.engine.find;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a run can be found by. */
public sealed interface RunField {

    /** What kind of value a field has. */
    enum Kind {
        TEXT,
        NUMBER,
        INSTANT,
        /** What the attribute's definition says. */
        DECLARED
    }

    /** As it is written in a filter. */
    String spelling();

    Kind kind();

    /** What every run has, or can have. */
    enum Column implements RunField {
        STATE("state", Kind.TEXT),
        NAMESPACE("namespace", Kind.TEXT),
        WORKFLOW("workflow", Kind.TEXT),
        RUN_ID("runId", Kind.TEXT),
        REVISION("revision", Kind.NUMBER),
        PRIORITY("priority", Kind.TEXT),
        /** Of what it rests with: it failed, was undone, or waits for a person. */
        CODE("error.code", Kind.TEXT),
        STARTED_AT("startedAt", Kind.INSTANT),
        ENDED_AT("endedAt", Kind.INSTANT),
        /** Since it started, or was made when it has not yet. */
        AGE_SECONDS("ageSeconds", Kind.NUMBER),
        PARENT("parentInstanceId", Kind.TEXT);

        private final String spelling;
        private final Kind kind;

        Column(String spelling, Kind kind) {
            this.spelling = spelling;
            this.kind = kind;
        }

        @Override
        public String spelling() {
            return spelling;
        }

        @Override
        public Kind kind() {
            return kind;
        }

        static Optional<Column> named(String spelling) {
            return Arrays.stream(values())
                    .filter(column -> column.spelling.equals(spelling))
                    .findFirst();
        }

        /** In the order of the documents. */
        static List<String> spellings() {
            return Arrays.stream(values()).map(Column::spelling).toList();
        }
    }

    /** What was given with the start. */
    record Label(String key) implements RunField {
        @Override
        public String spelling() {
            return "labels." + key;
        }

        @Override
        public Kind kind() {
            return Kind.TEXT;
        }
    }

    /** What the definition says a run can be found by. */
    record Attribute(String name) implements RunField {
        @Override
        public String spelling() {
            return "attr." + name;
        }

        @Override
        public Kind kind() {
            return Kind.DECLARED;
        }
    }
}
