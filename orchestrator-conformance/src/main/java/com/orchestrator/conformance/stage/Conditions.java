package com.orchestrator.conformance.stage;

import java.time.Duration;

/**
 * Under which a scenario is played.
 *
 * @param lease that workers ask for
 * @param isDisturbed servers are killed at a moment the scenario knows nothing of: attempts may be repeated, and what was
 *     lost with a server is in doubt
 */
public record Conditions(Duration lease, boolean isDisturbed) {

    /** Long enough that no lease runs out unless the scenario wants it. */
    public static final Conditions UNDISTURBED = new Conditions(Duration.ofSeconds(30), false);

    /** Shorter than a server needs to come back, so that nobody waits for leases whose worker never heard of them. */
    public static final Conditions DISTURBED = new Conditions(Duration.ofSeconds(3), true);

    /** A time that must be over soon, but not while a server is restarted. */
    public String deadline() {
        return isDisturbed ? "30s" : "4s";
    }
}
