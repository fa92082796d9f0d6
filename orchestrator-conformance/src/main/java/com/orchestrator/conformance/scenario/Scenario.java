package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.Stage;
import java.util.Set;

/** A story with an end that is promised. */
public interface Scenario {

    /** What it needs beyond one server that may be anybody's. */
    enum Need {
        /** Servers that the suite may kill, on a database that it may damage. */
        OWN_SERVERS,
        TWO_SERVERS
    }

    /** As the semantics name it. */
    String name();

    /**
     * Plays it and checks what it promises.
     *
     * @throws InterruptedException when the suite is stopped
     */
    void play(Stage stage) throws InterruptedException;

    default Set<Need> needs() {
        return Set.of();
    }
}
