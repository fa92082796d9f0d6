package com.orchestrator.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.launcher.payara.QuietFilter;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class QuietFilterTest {

    private static LogRecord entry(String logger, Throwable thrown) {
        LogRecord entry = new LogRecord(Level.WARNING, "Exception during FilterChain execution");
        entry.setLoggerName(logger);
        entry.setThrown(thrown);
        return entry;
    }

    @Test
    void whatACallerBreaksOff_isOneLine() {
        LogRecord entry = entry("org.glassfish.grizzly.filterchain.DefaultFilterChain", new IOException("bad chunk"));

        assertThat(new QuietFilter().isLoggable(entry)).isTrue();
        assertThat(entry.getThrown()).isNull();
        assertThat(entry.getMessage()).endsWith(": bad chunk");
    }

    @Test
    void whatIsOurFault_keepsItsTrace() {
        LogRecord entry = entry("org.glassfish.grizzly.filterchain.DefaultFilterChain", new IllegalStateException("x"));

        assertThat(new QuietFilter().isLoggable(entry)).isTrue();
        assertThat(entry.getThrown()).isNotNull();
    }
}
