package com.orchestrator.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.expression.ExpressionCompiler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The schema that editors use and the compiler agree on every spoiled document: what the schema refuses the compiler
 * refuses, and where the compiler complains about the structure the schema does. {@code -Dagreement.seeds=N} plays that
 * many, {@code -Dagreement.seed=S} one.
 */
class SchemaAgreementTest {

    private static final int SEEDS = Integer.getInteger("agreement.seeds", 200);
    /** What a schema can see; not references, expressions and the order of tasks, nor a join that wants more branches than there are. */
    private static final Set<String> STRUCTURE = Set.of(
            "BAD_APIVERSION",
            "BAD_CHOICE",
            "BAD_KIND",
            "BAD_NAME",
            "EMPTY",
            "MISSING_KEY",
            "NO_KIND",
            "NO_TASKS",
            "SEVERAL_KINDS",
            "UNKNOWN_KEY",
            "WRONG_TYPE");

    private final DefinitionCompiler compiler = new DefinitionCompiler(new ExpressionCompiler());
    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Payload.ofJson(WorkflowSchema.json()).tree());
    private List<JsonNode> good;

    @BeforeEach
    void readGoodOnes() throws IOException {
        good = List.of(
                tree(Files.readAllBytes(Path.of("../examples/order-saga/src/main/resources/order-saga.yaml"))),
                tree(Files.readAllBytes(Path.of("src/test/resources/definitions/everything.yaml"))));
    }

    private JsonNode tree(byte[] text) {
        return compiler.compile(text).canonical().tree();
    }

    @Test
    void goodOnes_pleaseBoth() {
        assertThat(good)
                .allSatisfy(document -> assertThat(schema.validate(document)).isEmpty());
    }

    @Test
    void spoiledOnes_areJudgedAlike() {
        Long only = Long.getLong("agreement.seed");
        List<String> disagreements = new ArrayList<>();
        for (long seed = only == null ? 1 : only; seed <= (only == null ? SEEDS : only); seed++) {
            Random random = new Random(seed);
            JsonNode spoiled = new Mutations(random).spoil(good.get(random.nextInt(good.size())));
            disagreement(seed, spoiled).ifPresent(disagreements::add);
        }
        assertThat(disagreements).isEmpty();
    }

    private Optional<String> disagreement(long seed, JsonNode document) {
        List<Problem.Detail> faults = faults(seed, document.toString());
        boolean refusedBySchema = !schema.validate(document).isEmpty();
        boolean badStructure = faults.stream().anyMatch(fault -> STRUCTURE.contains(String.valueOf(fault.code())));

        return refusedBySchema && faults.isEmpty() || badStructure && !refusedBySchema
                ? Optional.of("Seed " + seed + ": schema " + schema.validate(document) + ", compiler " + faults)
                : Optional.empty();
    }

    private List<Problem.Detail> faults(long seed, String text) {
        try {
            compiler.compile(text.getBytes(StandardCharsets.UTF_8));
            return List.of();
        } catch (OrchestratorException refused) {
            assertThat(refused.errors()).as("seed %d", seed).isNotEmpty();
            return refused.errors();
        } catch (RuntimeException | StackOverflowError escaped) {
            throw new AssertionError("Seed " + seed + "\n" + text, escaped);
        }
    }

    /** Texts of any kind, YAML among them: whatever they are, there is an answer. */
    @Test
    void brokenTexts_areRefusedAndNothingElse() throws IOException {
        String text = Files.readString(Path.of("src/test/resources/definitions/everything.yaml"));
        for (int seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            StringBuilder broken = new StringBuilder(text);
            for (int i = 0; i <= random.nextInt(4); i++) {
                String noise = List.of(
                                "\t", "\n", "{", "[", "*a", "&a ", "!!x ", "'", "\"", "- ", ": ", "|\n", "%", "\0", "}",
                                "]", "#", "? ", "<<: ", "1e9", "~", "\ud800")
                        .get(random.nextInt(22));
                int at = random.nextInt(broken.length());
                broken.replace(at, Math.min(broken.length(), at + random.nextInt(3)), noise);
            }
            faults(seed, broken.toString());
        }
    }
}
