package com.orchestrator.launcher.payara;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** On the terminal a fault is one line, also where the container has written its frames into the message. */
class OneLineFormatterTest {

    private static final String FORGED = "2030-01-01T10:04:00.000 SEVERE com.orchestrator.Some Forged";

    private static LogRecord entry(String message, Throwable thrown) {
        LogRecord entry = new LogRecord(Level.SEVERE, message);
        entry.setLoggerName("jakarta.enterprise.web");
        entry.setThrown(thrown);
        return entry;
    }

    @Test
    void framesAreLeftToTheFile() {
        LogRecord entry = entry(
                "unload threw\njakarta.servlet.ServletException\n\tat a.B.c(B.java:1)",
                new IllegalStateException("has been shut down"));

        assertThat(new OneLineFormatter().format(entry))
                .endsWith("SEVERE jakarta.enterprise.web unload threw: java.lang.IllegalStateException:"
                        + " has been shut down" + System.lineSeparator())
                .doesNotContain("\tat ");
    }

    @Test
    void nobodyMakesASecondEntry_noSecondLineAndNoColours() {
        LogRecord entry = entry("because of \u001b[31mred\n" + FORGED, new IllegalStateException("x\r\n" + FORGED));

        String line = new OneLineFormatter().format(entry);

        assertThat(line.lines()).hasSize(1);
        assertThat(line).contains("because of \\u001b[31mred: ", "x\\u000d\\u000a2030");
    }

    @Test
    void inTheFileAllOfItIsThere_indented() {
        String whole = new WholeFormatter()
                .format(entry(
                        "because of this\n" + FORGED + "\u0085" + FORGED, new IllegalStateException("x\n" + FORGED)));

        assertThat(whole.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("    "));
        assertThat(whole)
                .contains("because of this", "    " + FORGED + "\\u0085", "    java.lang.IllegalStateException: x");
    }
}
