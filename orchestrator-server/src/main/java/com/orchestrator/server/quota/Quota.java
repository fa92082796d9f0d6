package com.orchestrator.server.quota;

/** What can be limited. */
public enum Quota {
    PRINCIPAL_REQUESTS("principal.requests-per-second", "requests a second"),
    PRINCIPAL_BYTES("principal.bytes-per-second", "bytes a second in bodies"),
    PRINCIPAL_HELD("principal.held-requests", "requests that wait at a time"),
    NAMESPACE_REQUESTS("namespace.requests-per-second", "requests a second"),
    NAMESPACE_BYTES("namespace.bytes-per-second", "bytes a second in bodies"),
    NAMESPACE_HELD("namespace.held-requests", "requests that wait at a time"),
    NAMESPACE_QUEUED("namespace.queued-tasks", "tasks that wait for workers");

    private final String key;
    private final String unit;

    Quota(String key, String unit) {
        this.key = key;
        this.unit = unit;
    }

    /** What the setting is called behind {@code orchestrator.quota.}; also the label of figures, and the code in a problem. */
    public String key() {
        return key;
    }

    /** What is counted, for people. */
    String unit() {
        return unit;
    }

    /** Whose it is, as a sentence begins. */
    String subject() {
        return name().startsWith("PRINCIPAL") ? "Principal" : "Namespace";
    }
}
