package com.orchestrator.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.expression.ExpressionCompiler;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a definition may cost to compile, in time of a processor: at each limit, and far beyond it. */
class CompilationCostTest {

    private static final Duration MAX = Duration.ofMillis(Long.getLong("compilation.millis", 1_000));
    private static final System.Logger LOG = System.getLogger(CompilationCostTest.class.getName());
    /** One of them has to be within the bound: a neighbour on the same core makes everything slower. */
    private static final int TRIES = 2;

    private static final DefinitionCompiler COMPILER = new DefinitionCompiler(new ExpressionCompiler());

    /** Definitions at a limit, or beyond it. */
    enum Big {
        ONE_TEXT(head(task("0", "\"input\":\"" + "${1}".repeat(100_000) + "\""))),
        EXPRESSIONS_AT_THE_LIMIT(tasks(
                100, i -> "\"input\":[" + list(5, j -> "\"${ input.x + " + (i * 5 + j) + " }\"") + "]")),
        LONG_EXPRESSIONS(tasks(15, i -> "\"input\":\"${ " + "input.a + ".repeat(200) + i + " }\"")),
        MANY_EXPRESSIONS(tasks(1_000, i -> "\"input\":[" + list(40, j -> "\"${" + i * j + "}\"") + "]")),
        EVERYTHING(head(
                "\"input\":{\"schema\":{\"properties\":{"
                        + list(1_000, i -> "\"p" + i + "\":{\"pattern\":\"^a" + i + "$\"}") + "}}},",
                list(20, Big::map) + "," + list(760, Big::reader))),
        PATHS(tasks(1_000, i -> "\"input\":[" + list(30, j -> "\"${ input.a.b.c }\"") + "]")),
        UNKNOWN_TASKS(tasks(
                1_000, i -> "\"input\":[" + list(12, j -> "\"${ tasks." + longId(i, j) + ".output }\"") + "]")),
        UNKNOWN_DEPENDENCIES(tasks(1_000, i -> "\"dependsOn\":[" + list(12, j -> "\"" + longId(i, j) + "\"") + "]")),
        DEPENDENCIES(tasks(
                1_000, i -> "\"dependsOn\":[" + list(Math.min(i, 40), j -> "\"t" + (i - j - 1) + "\"") + "]")),
        DEPENDENCIES_BACKWARDS(tasks(1_000, i -> "\"dependsOn\":[" + (i < 999 ? "\"t" + (i + 1) + "\"" : "") + "]")),
        READS(tasks(
                1_000,
                i -> "\"input\":[" + list(Math.min(i, 20), j -> "\"${ tasks.t" + (i - j - 1) + ".output }\"") + "]")),
        UNDOS(tasks(1_000, i -> "\"compensate\":{\"task\":\"u\",\"input\":\"${ output.?a.orValue(" + i + ") }\"}")),
        CHAIN_WITHOUT_UNDO(tasks(1_000, i -> i == 999 ? "\"pivot\":true" : "\"retry\":{\"maxAttempts\":2}")),
        PIVOTS(tasks(1_000, i -> "\"if\":\"input.x == " + i + "\",\"pivot\":true")),
        BRANCHES(head("{\"id\":\"p\",\"parallel\":{\"branches\":[" + list(999, i -> "[" + task("" + i, "") + "]")
                + "]}}")),
        MAPS(head(list(
                450,
                i -> "{\"id\":\"m" + i + "\",\"map\":{\"items\":[],\"as\":\"x" + i + "\"},\"do\":["
                        + task("" + i, "\"input\":\"${ x" + i + " + 1 }\"") + "]}"))),
        UNKNOWN_KEYS(tasks(1_000, i -> list(40, j -> "\"imput" + j + "\":1"))),
        ENUM(withSchema("{\"enum\":[" + list(45_000, i -> "\"v" + i + "\"") + "]}")),
        PROPERTIES(withSchema("{\"properties\":{" + list(5_000, i -> "\"p" + i + "\":{\"type\":\"string\"}") + "}}")),
        PATTERNS(withSchema(
                "{\"properties\":{" + list(5_000, i -> "\"p" + i + "\":{\"pattern\":\"^(a|b)*" + i + "$\"}") + "}}")),
        DEEP_SCHEMA(withSchema("{\"not\":".repeat(90) + "{}" + "}".repeat(90)));

        private final String text;

        private static String map(int i) {
            return "{\"id\":\"m" + i + "\",\"map\":{\"items\":[],\"as\":\"x" + i + "\"},\"do\":["
                    + task("m" + i, "\"input\":\"${ x" + i + " + 1 }\"") + "]}";
        }

        /** Every other one reads the one before, in an expression of its own. */
        private static String reader(int i) {
            String before = i % 2 == 0 ? "1" : "\"${ tasks.t" + (i - 1) + ".?output.orValue(" + i + ") }\"";
            return task(
                    String.valueOf(i),
                    "\"if\":\"input.x\",\"input\":[" + before + "," + list(20, j -> "\"${ input.a }\"") + "]");
        }

        Big(String text) {
            this.text = text;
        }
    }

    private static String longId(int i, int j) {
        return "a".repeat(50) + i + "_" + j;
    }

    private static String list(int count, IntFunction<String> element) {
        return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(","));
    }

    private static String task(String id, String rest) {
        return "{\"id\":\"t" + id + "\",\"task\":\"t\"" + (rest.isEmpty() ? "" : ",") + rest + "}";
    }

    private static String tasks(int count, IntFunction<String> rest) {
        return head(list(count, i -> task("" + i, rest.apply(i))));
    }

    private static String head(String tasks) {
        return head("", tasks);
    }

    private static String head(String before, String tasks) {
        return "{\"apiVersion\":\"orchestrator/v1\",\"kind\":\"Workflow\",\"namespace\":\"n\",\"name\":\"w\"," + before
                + "\"tasks\":[" + tasks
                + "]}";
    }

    private static String withSchema(String schema) {
        return head("\"input\":{\"schema\":" + schema + "},", task("0", ""));
    }

    @BeforeAll
    static void warmUp() {
        for (int i = 0; i < 3; i++) {
            for (Big big : new Big[] {Big.EXPRESSIONS_AT_THE_LIMIT, Big.UNDOS, Big.READS, Big.PROPERTIES}) {
                compile(big.text);
            }
        }
    }

    private static OrchestratorException compile(String text) {
        return catchThrowableOfType(
                OrchestratorException.class, () -> COMPILER.compile(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @EnumSource
    void compiling_takesLessThanASecondOfAProcessor(Big big) {
        Duration took = cost(big);
        for (int tries = 1; tries < TRIES && took.compareTo(MAX) >= 0; tries++) {
            took = cost(big);
        }

        LOG.log(System.Logger.Level.INFO, "{0}: {1} ms", big, took.toMillis());
        assertThat(took).isLessThan(MAX);
    }

    private static Duration cost(Big big) {
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        compile(big.text);
        return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin);
    }

    @Test
    void aDefinitionAtEveryLimit_isAccepted() {
        assertThat(compile(Big.EVERYTHING.text)).isNull();
    }

    @Test
    void limits_areNamedWithThePlace() {
        OrchestratorException refusal = compile(Big.ONE_TEXT.text);

        assertThat(refusal.errors()).singleElement().satisfies(error -> {
            assertThat(error.pointer()).isEqualTo("/tasks/0/input");
            assertThat(error.detail()).contains("more than 100 expressions");
        });
    }
}
