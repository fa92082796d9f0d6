package com.orchestrator.engine.limit;

import java.util.Locale;

/**
 * By what a rule goes in rows, histories and answers: {@code queue:psp}, {@code budget:heavy}, {@code breaker:psp.charge},
 * {@code fair:psp:tenant-3}. Subjects are written so that no colon of theirs can be taken for the one between subject and key.
 *
 * @param subject a queue, a workload or a task type
 * @param key empty for rules that are not kept for keys
 */
public record RuleName(Kind kind, String subject, String key) {

    /** What rules are about. New names may come, these stay: they stand in histories. */
    public enum Kind {
        QUEUE,
        BUDGET,
        BREAKER,
        FAIR,
        CAP,
        RATE;

        private final String prefix = name().toLowerCase(Locale.ROOT) + ":";

        /** All names of the kind begin with it. */
        public String prefix() {
            return prefix;
        }

        /** Behind all names of the kind. */
        public String end() {
            return name().toLowerCase(Locale.ROOT) + ";";
        }
    }

    public static RuleName queue(String queue) {
        return new RuleName(Kind.QUEUE, queue, "");
    }

    public static RuleName budget(String workload) {
        return new RuleName(Kind.BUDGET, workload, "");
    }

    public static RuleName breaker(String taskType) {
        return new RuleName(Kind.BREAKER, taskType, "");
    }

    /** What a fairness key of a queue is held to. */
    public static RuleName fair(String queue, String key) {
        return new RuleName(Kind.FAIR, queue, key);
    }

    /**
     * How many at once a definition lets be in flight.
     *
     * @param scope what is counted together
     * @param key empty when all are
     */
    public static RuleName cap(String scope, String key) {
        return new RuleName(Kind.CAP, scope, key);
    }

    /**
     * A rate that a definition gives.
     *
     * @param scope what shares the rate
     * @param key empty when all share it
     */
    public static RuleName rate(String scope, String key) {
        return new RuleName(Kind.RATE, scope, key);
    }

    /** @throws IllegalArgumentException when no rule goes by this */
    public static RuleName parse(String text) {
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.prefix)) {
                String rest = text.substring(kind.prefix.length());
                int colon = rest.indexOf(':');
                return colon < 0
                        ? new RuleName(kind, plain(rest), "")
                        : new RuleName(kind, plain(rest.substring(0, colon)), rest.substring(colon + 1));
            }
        }
        throw new IllegalArgumentException("No rule goes by '" + text + "'");
    }

    private static String escaped(String subject) {
        return subject.replace("%", "%25").replace(":", "%3A");
    }

    private static String plain(String subject) {
        return subject.replace("%3A", ":").replace("%25", "%");
    }

    /** As it stands in rows and histories. */
    public String text() {
        String name = kind.prefix + escaped(subject);
        return key.isEmpty() ? name : name + ":" + key;
    }

    @Override
    public String toString() {
        return text();
    }
}
