package com.orchestrator.examples.jobruntimepostgres;

import com.orchestrator.examples.jobruntime.JobRuntime;
import java.net.URI;
import java.time.Duration;

/** The runtime on a server, which keeps everything in PostgreSQL: {@code OnPostgres [server]}. */
public final class OnPostgres {

    private static final Duration EFFORT = Duration.ofMillis(100);

    private OnPostgres() {}

    public static void main(String[] arguments) {
        URI server = URI.create(arguments.length == 0 ? "http://localhost:8080" : arguments[0]);
        JobRuntime.print(new JobRuntime(server, EFFORT).run());
    }
}
