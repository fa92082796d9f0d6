package com.orchestrator.projections;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.Migration;
import com.orchestrator.projections.tables.TableNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Plain transactional SQL is all that projections ask of a database. */
class StatementsTest {

    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Pattern BEYOND_PLAIN = Pattern.compile(
            "(?i)advisory|get_lock|extension|\\b(LISTEN|NOTIFY)\\b|LOCK TABLE|plpgsql|TRIGGER|ISOLATION LEVEL|SERIALIZABLE");
    private static final Pattern ISOLATION = Pattern.compile("TRANSACTION_(SERIALIZABLE|REPEATABLE_READ)");

    @Test
    void noStatement_asksForMore() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<Path> all =
                    sources.filter(path -> path.toString().endsWith(".java")).toList();
            assertThat(all).hasSizeGreaterThan(20);
            for (Path source : all) {
                assertThat(beyondPlain(code(source))).as(source.toString()).isEmpty();
            }
        }
    }

    /** Texts of the code that ask for more, and levels of isolation. */
    private static List<String> beyondPlain(String code) {
        return Stream.concat(
                        TEXT.matcher(code).results().map(text -> text.group(1)).filter(BEYOND_PLAIN.asPredicate()),
                        ISOLATION.matcher(code).results().map(MatchResult::group))
                .toList();
    }

    /** What is compiled: comments may say what is not done. */
    private static String code(Path source) throws IOException {
        return Files.readAllLines(source).stream()
                .filter(line -> !line.strip().matches("(/?\\*|//).*"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void noMigration_asksForMore() {
        assertThat(Arrays.stream(Adapter.values()).map(adapter -> new Migration(adapter, TableNames.DEFAULT).sql()))
                .allSatisfy(sql -> assertThat(sql)
                        .doesNotContainIgnoringCase("extension")
                        .doesNotContainIgnoringCase("function")
                        .doesNotContainIgnoringCase("trigger"));
    }

    @Test
    void theTestItself_wouldSeeIt() {
        assertThat(beyondPlain("run(\"SELECT pg_advisory_lock(1)\", listen)")).hasSize(1);
        assertThat(beyondPlain("connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE)"))
                .hasSize(1);
    }
}
