package com.orchestrator.launcher.payara;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** On the terminal a fault is one line, also where the container has written its frames into the message. */
class OneLineFormatterTest {

    @Test
    void framesAreLeftToTheFile() {
        LogRecord entry =
                new LogRecord(Level.SEVERE, "unload threw\njakarta.servlet.ServletException\n\tat a.B.c(B.java:1)");
        entry.setLoggerName("jakarta.enterprise.web");
        entry.setThrown(new IllegalStateException("has been shut down"));

        assertThat(new OneLineFormatter().format(entry))
                .endsWith("SEVERE jakarta.enterprise.web unload threw: java.lang.IllegalStateException:"
                        + " has been shut down" + System.lineSeparator())
                .doesNotContain("\tat ");
    }
}
