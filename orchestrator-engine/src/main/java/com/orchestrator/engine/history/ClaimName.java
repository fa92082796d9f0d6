package com.orchestrator.engine.history;

/** Names of what only so many runs may hold at once. They stay in histories for ever. */
public final class ClaimName {

    private static final String LOCK = "lock:";

    private ClaimName() {}

    /** A semantic lock; workflows share them. */
    public static String ofLock(String name) {
        return LOCK + name;
    }

    /** A place among the runs of a workflow that have the same key. */
    public static String ofSlot(String namespace, String workflow, String key) {
        return "slot:" + namespace + "/" + workflow + ":" + key;
    }

    public static boolean isLock(String name) {
        return name.startsWith(LOCK);
    }

    /** As people call it. */
    public static String shown(String name) {
        return name.substring(name.indexOf(':') + 1);
    }
}
