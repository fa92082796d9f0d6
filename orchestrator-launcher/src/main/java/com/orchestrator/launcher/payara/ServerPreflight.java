package com.orchestrator.launcher.payara;

import com.orchestrator.launcher.os.LaunchException;
import java.lang.reflect.InvocationTargetException;

/**
 * The server's own look at its configuration and its database, before a container is started for it. Its classes are on the
 * class path of an installation, and on none that the launcher is compiled with; hence by name.
 */
final class ServerPreflight {

    private static final String PREFLIGHT = "com.orchestrator.server.wiring.Preflight";

    private ServerPreflight() {}

    /** @throws LaunchException with the sentence that says what to change, when the server could not start */
    static void run() {
        String refusal = ask();
        if (!refusal.isEmpty()) {
            throw new LaunchException("The server does not start: " + refusal);
        }
    }

    private static String ask() {
        try {
            return (String) Class.forName(PREFLIGHT).getMethod("refusal").invoke(null);
        } catch (InvocationTargetException e) {
            throw new LaunchException("The server cannot look at its configuration: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new LaunchException("This is not the server that the launcher was made for: " + e, e);
        }
    }
}
