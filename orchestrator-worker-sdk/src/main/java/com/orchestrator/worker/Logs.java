package com.orchestrator.worker;

import java.lang.System.Logger;

/** The process's log: SLF4J where the application has it and it goes somewhere, else the platform's own. */
final class Logs {

    private static final boolean HAS_SLF4J = hasSlf4j();

    private Logs() {}

    static Logger of(Class<?> type) {
        return of(type.getName());
    }

    static Logger of(String name) {
        return HAS_SLF4J ? Slf4jLogger.of(name) : System.getLogger(name);
    }

    /** SLF4J without a provider drops every line: then it is as good as not there. */
    private static boolean hasSlf4j() {
        try {
            Class.forName("org.slf4j.LoggerFactory", false, Logs.class.getClassLoader());
            return Slf4jLogger.goesSomewhere();
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
