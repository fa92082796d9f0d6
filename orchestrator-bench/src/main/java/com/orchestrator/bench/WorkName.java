package com.orchestrator.bench;

/** The works by the names of the command line. */
enum WorkName {
    S1("64 callers, each starts a chain of 5 tasks and waits for its end"),
    S3("64 callers, each starts a saga that is undone and waits for its end"),
    W1("chain of 5 tasks, 200 bytes in and out"),
    W1A("W1 with two search attributes"),
    W2("1 task, 20 in parallel, join"),
    W2B("maps of 100, 1,000 and 10,000 items"),
    W3("4 tasks succeed, the 5th fails, 4 are undone"),
    W4("workflows of one task, put in batches, then drained; and jobs that keep no history"),
    W5("polling one task with a backlog"),
    W6("1,000 workers waiting with nothing to do"),
    W7("W1 while 200,000 old runs are deleted; what room they leave");

    private final String description;

    WorkName(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }
}
