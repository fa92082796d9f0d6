package com.orchestrator.router;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * This server among the others.
 *
 * @param incarnation of the process: one that comes back under the same name is another, and does not inherit a lease
 */
public record Node(String name, UUID incarnation) {

    public static Node named(String name, RandomGenerator random) {
        return new Node(name, new UUID(random.nextLong(), random.nextLong()));
    }

    /** By host and process. */
    public static String defaultName() {
        String process = ".p" + ProcessHandle.current().pid();
        try {
            return "orchestrator@" + InetAddress.getLocalHost().getHostName() + process;
        } catch (UnknownHostException nameless) {
            return "orchestrator@localhost" + process;
        }
    }
}
