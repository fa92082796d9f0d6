package com.orchestrator.launcher.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    /** Else a server that restarts may find that somebody's connection has its port. */
    @Test
    void freeOne_isNoneThatAConnectionWillTake() throws IOException {
        int port = Ports.free();

        try (var server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(server.getLocalPort()).isLessThan(32_768);
            assertThat(Ports.isFree("127.0.0.1", port)).isFalse();
        }
    }
}
