package com.orchestrator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.conformance.Verdict.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Verdict PASSED = new Verdict("forward-only", Outcome.PASSED, 12, "");
    private static final Verdict FAILED = new Verdict("cancel-undo", Outcome.FAILED, 7, "A promise. Found: []");
    private static final Verdict SKIPPED = new Verdict("two-servers-race-to-undo", Outcome.SKIPPED, 0, "One server.");

    @TempDir
    private Path folder;

    @Test
    void table_hasALineForEachAndTheSums() {
        assertThat(new Report(List.of(PASSED, FAILED)).table().lines())
                .anyMatch(line -> line.matches("forward-only +PASSED +12"))
                .anyMatch(line -> line.matches("cancel-undo +FAILED +7  A promise\\. Found: \\[]"))
                .contains("1 PASSED, 1 FAILED, 0 MISSING, 0 SKIPPED");
    }

    @Test
    void json_saysTheSame() throws IOException {
        Path file = folder.resolve("report.json");
        new Report(List.of(FAILED)).write(file);

        assertThat(new ObjectMapper().readTree(file.toFile())).isEqualTo(new ObjectMapper().readTree("""
                {"scenarios":[{"scenario":"cancel-undo","outcome":"FAILED","millis":7,"why":"A promise. Found: []"}]}"""));
    }

    @Test
    void onlyWhatIsPlayedAndKept_countsAsKept() {
        assertThat(Verdict.allKept(List.of(PASSED, SKIPPED))).isTrue();
        assertThat(Verdict.allKept(List.of(PASSED, FAILED))).isFalse();
        assertThat(Verdict.allKept(List.of(new Verdict("x", Outcome.MISSING, 0, ""))))
                .isFalse();
    }
}
