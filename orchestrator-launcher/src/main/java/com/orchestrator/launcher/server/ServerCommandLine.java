package com.orchestrator.launcher.server;

import java.nio.file.Path;
import java.util.List;

/** How a server is started. */
@FunctionalInterface
public interface ServerCommandLine {

    /** The command with its arguments. */
    List<String> on(int port);

    /** As everybody starts it, with a JVM that becomes as fast as it can. */
    static ServerCommandLine ofScript(Path root) {
        String script = root.resolve("orchestrator").toString();
        return port -> List.of(script, "server", "--port", String.valueOf(port));
    }
}
