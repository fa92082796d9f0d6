package com.orchestrator.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.lint.LintCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the lint finds, as text under review, and what it leaves alone: above all, what this repository shows to others. */
class LintTest {

    private static final Path ROOT = Path.of("..");
    private static final Path REVIEWED = Path.of("src/test/resources/definitions/lint.txt");
    private static final Path SILENT = Path.of("src/test/resources/definitions/lint-silent.txt");
    private static final Path PAGE = ROOT.resolve("docs/reference/lint.md");
    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml[^\n]*\n(.*?)```", Pattern.DOTALL);
    private static final String MARK = "| Code | | What | What to do |\n|---|---|---|---|\n";

    private final DefinitionCompiler compiler = new DefinitionCompiler(new ExpressionCompiler());

    @Test
    void findings_areAsReviewed() throws IOException {
        String reviewed = Files.readString(REVIEWED);
        String seen = BadDefinition.readAll(REVIEWED).stream()
                .map(BadDefinition::judged)
                .collect(Collectors.joining("", reviewed.split("\n### ", 2)[0] + "\n", ""));

        if (Boolean.getBoolean("definitions.write")) {
            Files.writeString(REVIEWED, seen);
        }
        assertThat(seen)
                .as("if the change is meant, review and write it with -Ddefinitions.write=true")
                .isEqualTo(Files.readString(REVIEWED));
    }

    @Test
    void workload_withoutABudget_isFoundWhereBudgetsAreKnown() {
        String text = """
                {"apiVersion": "orchestrator/v1", "kind": "Workflow", "namespace": "n", "name": "w", "budget": "light", "tasks": [
                  {"id": "a", "task": "t", "budget": "heavy"}, {"id": "b", "task": "t"},
                  {"id": "c", "task": "t", "budget": "${ input.kind }"}]}
                """;

        assertThat(compiler.compile(text.getBytes(StandardCharsets.UTF_8), "light"::equals)
                        .warnings())
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.code()).isEqualTo("BUDGET_NOT_SET");
                    assertThat(warning.pointer()).isEqualTo("/tasks/0");
                });
    }

    @Test
    void secrets_areFoundMissing_whereverATaskIsGivenThem() {
        String text = """
                {"apiVersion": "orchestrator/v1", "kind": "Workflow", "namespace": "n", "name": "w", "tasks": [
                  {"id": "a", "task": "t", "input": {"auth": ["${ secrets.lost }", "${ secrets.there }"]},
                   "compensate": {"task": "u", "input": "${ secrets.gone }"},
                   "onUnknown": "verify", "probe": {"task": "p", "input": {"key": "${ secrets.lost }"}}}]}
                """;
        DefinitionCompiler knowing = new DefinitionCompiler(
                new ExpressionCompiler(), (namespace, name) -> (namespace + name).equals("nthere"));

        assertThat(knowing.compile(text.getBytes(StandardCharsets.UTF_8)).warnings())
                .allSatisfy(warning -> assertThat(warning.code()).isEqualTo("SECRET_MISSING"))
                .extracting(Problem.Detail::pointer)
                .containsExactlyInAnyOrder(
                        "/tasks/0/input/auth/0", "/tasks/0/compensate/input", "/tasks/0/probe/input/key");
        assertThat(compiler.compile(text.getBytes(StandardCharsets.UTF_8)).warnings())
                .isEmpty();
    }

    /** What is known beside the definition is not in the text. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BUDGET_NOT_SET", "SECRET_MISSING"})
    void everyCode_hasACase_ofItsSeverity(LintCode code) throws IOException {
        String word = code.severity() == LintCode.Severity.ERROR ? "" : "warning ";

        assertThat(Files.readString(REVIEWED)).containsPattern("\n" + word + code + " /(tasks|saga)/");
    }

    static List<BadDefinition> silent() throws IOException {
        return BadDefinition.readAll(SILENT);
    }

    @ParameterizedTest
    @MethodSource("silent")
    void goodSagas_meetSilence(BadDefinition good) {
        assertThat(good.verdict()).isEmpty();
    }

    /** Every definition in the examples and on the pages of the repository. */
    static List<String> shown() throws IOException {
        return Stream.concat(
                        texts("examples", ".yaml").stream(),
                        Stream.concat(
                                        Stream.of(Files.readString(ROOT.resolve("README.md"))),
                                        texts("docs", ".md").stream())
                                .flatMap(page ->
                                        YAML_BLOCK.matcher(page).results().map(block -> block.group(1))))
                .filter(text -> text.contains("apiVersion: orchestrator/v1"))
                .toList();
    }

    private static List<String> texts(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files.filter(file ->
                            file.toString().endsWith(suffix) && !file.toString().contains("/target/"))
                    .map(LintTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsShownToOthers_meetsSilence() throws IOException {
        assertThat(shown())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(text -> assertThat(compiler.compile(text.getBytes(StandardCharsets.UTF_8))
                                .warnings())
                        .as(text)
                        .isEmpty());
    }

    @Test
    void whatWasRegistered_runsOn_whateverTheLintSays() {
        Payload refused = Payload.ofJson("""
                {"apiVersion": "orchestrator/v1", "kind": "Workflow", "namespace": "n", "name": "w", "tasks": [
                  {"id": "a", "task": "t", "pivot": true}, {"id": "b", "task": "t", "pivot": true}]}
                """);

        assertThat(compiler.recompile(refused).hasNode("b")).isTrue();
    }

    /** {@code -Ddefinitions.write=true} writes the table. */
    @Test
    void thePage_listsEveryCode() throws IOException {
        String page = Files.readString(PAGE);
        String intro = page.substring(0, page.indexOf(MARK) + MARK.length());
        String expected =
                intro + Arrays.stream(LintCode.values()).map(LintTest::row).collect(Collectors.joining());

        if (Boolean.getBoolean("definitions.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("-Ddefinitions.write=true writes the table")
                .isEqualTo(expected);
    }

    private static String row(LintCode code) {
        String severity = code.severity() == LintCode.Severity.ERROR ? "refused" : "warning";
        return "| `" + code + "` | " + severity + " | " + quoted(code.meaning()) + " | " + quoted(code.remedy())
                + " |\n";
    }

    /** Words of the format stand in single quotes in messages, as code on pages. */
    private static String quoted(String text) {
        return Pattern.compile("'([^']+)'").matcher(text).replaceAll((MatchResult word) -> "`" + word.group(1) + "`");
    }
}
