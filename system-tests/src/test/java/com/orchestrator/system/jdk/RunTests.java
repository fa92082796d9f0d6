package com.orchestrator.system.jdk;

import com.orchestrator.launcher.os.Program;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the tests of a class in this JVM, for whoever has started it with another JDK than his own. */
final class RunTests {

    private RunTests() {}

    /** @param words name of the class; the exit code is 1 when any of its tests failed, or when it has none */
    public static void main(String[] words) {
        Program.run(started -> {
            var summary = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass(words[0]))
                                    .build(),
                            summary);
            var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
            summary.getSummary().printTo(out);
            summary.getSummary().printFailuresTo(out);
            boolean succeeded = summary.getSummary().getTotalFailureCount() == 0
                    && summary.getSummary().getTestsSucceededCount() > 0;
            return succeeded ? 0 : Program.FAILED;
        });
    }
}
