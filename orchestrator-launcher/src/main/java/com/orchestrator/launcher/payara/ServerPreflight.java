package com.orchestrator.launcher.payara;

import com.orchestrator.launcher.os.LaunchException;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/**
 * The server's own look at its configuration and its database, before a container is started for it. Its classes are on the
 * class path of an installation, and on none that the launcher is compiled with; hence by name.
 */
public final class ServerPreflight {

    private static final String PREFLIGHT = "com.orchestrator.server.wiring.Preflight";

    private ServerPreflight() {}

    /** @throws LaunchException with the sentence that says what to change, when the server could not start */
    static void run() {
        String refusal = (String) ask("refusal");
        if (!refusal.isEmpty()) {
            throw new LaunchException("The server does not start: " + refusal);
        }
    }

    /**
     * What the server is told by this process and its file of settings: values by key, as far as they are set.
     *
     * @throws LaunchException with the sentence that says what to change, when it cannot be read
     */
    @SuppressWarnings("unchecked") // the method says so, and is looked up by its name
    public static Map<String, String> configured() {
        return (Map<String, String>) ask("configured");
    }

    /**
     * Brings the tables up to date.
     *
     * @return one sentence that says what was done
     * @throws LaunchException with the sentence that says what to change, when it cannot be done
     */
    public static String migrate() {
        return (String) ask("migrate");
    }

    /**
     * How the tables stand.
     *
     * @return one sentence
     * @throws LaunchException with the sentence that says what to change, when they cannot be seen
     */
    public static String schema() {
        return (String) ask("info");
    }

    /**
     * Migrations that are to be done.
     *
     * @return a line for each; empty when the tables are up to date
     * @throws LaunchException with the sentence that says what to change, when they cannot be seen
     */
    public static String pending() {
        return (String) ask("pending");
    }

    /**
     * Says that the database was taken back to an earlier moment.
     *
     * @return one sentence that says what holds now
     * @throws LaunchException with the sentence that says what to change, when it cannot be done
     */
    public static String restored() {
        return (String) ask("restored");
    }

    private static String starting(String question) {
        return question.equals("configured") ? "The server does not start: " : "";
    }

    private static Object ask(String question) {
        try {
            return Class.forName(PREFLIGHT).getMethod(question).invoke(null);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw new LaunchException(starting(question) + refusal.getMessage(), refusal);
            }
            throw new LaunchException("The server cannot look at its configuration: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new LaunchException("This is not the server that the launcher was made for: " + e, e);
        }
    }
}
