package com.orchestrator.launcher.os;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of this machine. */
public final class Ports {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int LOWEST = 20_000;
    /** From here on systems take the ports of connections that go out; one of those would be in the way of a later start. */
    private static final int FIRST_OF_CALLERS = 32_768;

    private static final int TRIES_MAX = 100;

    private Ports() {}

    /** A loopback port that nobody uses right now, and that no connection that goes out will take. */
    public static int free() {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, FIRST_OF_CALLERS);
            if (isFree(LOOPBACK, port)) {
                return port;
            }
        }
        throw new LaunchException("No free port on the loopback address from " + LOWEST + " to " + FIRST_OF_CALLERS);
    }

    public static boolean isFree(String host, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
