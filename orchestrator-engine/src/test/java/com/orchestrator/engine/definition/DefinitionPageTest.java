package com.orchestrator.engine.definition;

import static com.orchestrator.api.model.Cause.Kind.CANCELLED;
import static com.orchestrator.api.model.Cause.Kind.FAILED;
import static com.orchestrator.api.model.Cause.Kind.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.plan.Loop;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/definition.md} is made of the published schema. {@code -Ddefinitions.write=true} writes it. */
class DefinitionPageTest {

    private static final Path PAGE = Path.of("../docs/reference/definition.md");
    private static final String HEAD = "apiVersion: orchestrator/v1\nkind: Workflow\nnamespace: n\nname: w\n";

    private final DefinitionCompiler compiler = new DefinitionCompiler(new ExpressionCompiler());

    @Test
    void page_saysWhatTheSchemaSays() throws IOException {
        String seen = new DefinitionPage(schema()).text();

        if (Boolean.getBoolean("definitions.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, seen);
        }
        assertThat(seen)
                .as("-Ddefinitions.write=true writes the page")
                .isEqualTo(Files.exists(PAGE) ? Files.readString(PAGE) : "");
    }

    @Test
    void everyKey_hasAnExampleAndAWord() {
        assertThat(new DefinitionPage(schema()).undocumented()).isEmpty();
    }

    @Test
    void everyReference_leadsSomewhere() {
        JsonNode schema = schema();

        assertThat(schema.findValuesAsText("$ref"))
                .allSatisfy(reference -> assertThat(
                                schema.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    /** Whoever writes a definition looks there for the names that expressions begin with. */
    @Test
    void whatExpressionsSee_standsOnTheirPage() throws IOException {
        String page = Files.readString(PAGE.resolveSibling("expressions.md"));

        assertThat(Scope.ROOTS).allSatisfy(root -> assertThat(page).containsPattern("\\n\\| [^|]*`" + root + "`"));
    }

    private static JsonNode schema() {
        return Payload.ofJson(WorkflowSchema.json()).tree();
    }

    /** What is said by default is what the compiler takes when nothing is said. */
    @Test
    void defaults_areThoseOfTheCompiler() {
        WorkflowPlan silent = plan("""
                saga: {}
                concurrency: {max: 1}
                fairness: {key: a}
                rateLimit: {count: 1, per: 1s}
                tasks:
                  - {id: a, task: t, compensate: {task: u}}
                  - {id: p, parallel: {branches: [[], []]}}
                  - {id: m, map: {items: []}, do: [{id: m1, task: t}]}
                  - {id: l, loop: {until: true}, do: [{id: l1, task: t}]}
                  - {id: c, workflow: {name: x}}
                """);
        WorkflowPlan said = plan("""
                priority: DEFAULT(/properties/priority)
                saga: {compensateOn: DEFAULT(/$defs/saga/properties/compensateOn), order: DEFAULT(/$defs/saga/properties/order),
                  onCompensationFailure: DEFAULT(/$defs/saga/properties/onCompensationFailure),
                  parallelism: DEFAULT(/$defs/saga/properties/parallelism)}
                concurrency: {max: 1, overflow: DEFAULT(/$defs/runConcurrency/properties/overflow)}
                fairness: {key: a, weight: DEFAULT(/$defs/fairness/properties/weight)}
                rateLimit: {count: 1, per: 1s, burst: DEFAULT(/$defs/rateLimit/properties/burst)}
                tasks:
                  - id: a
                    task: t
                    onError: DEFAULT(/$defs/task/properties/onError)
                    pivot: DEFAULT(/$defs/task/properties/pivot)
                    irreversible: DEFAULT(/$defs/task/oneOf/0/properties/irreversible)
                    onUnknown: DEFAULT(/$defs/task/oneOf/0/properties/onUnknown)
                    retry:
                      maxAttempts: DEFAULT(/$defs/retry/properties/maxAttempts)
                      initialInterval: DEFAULT(/$defs/retry/properties/initialInterval)
                      backoff: DEFAULT(/$defs/retry/properties/backoff)
                      maxInterval: DEFAULT(/$defs/retry/properties/maxInterval)
                      jitter: DEFAULT(/$defs/retry/properties/jitter)
                    compensate: {task: u, when: DEFAULT(/$defs/compensate/properties/when)}
                  - id: p
                    parallel: {branches: [[], []], join: DEFAULT(/$defs/task/oneOf/2/properties/parallel/properties/join)}
                  - id: m
                    map:
                      items: []
                      as: DEFAULT(/$defs/task/oneOf/3/properties/map/properties/as)
                      maxConcurrency: DEFAULT(/$defs/task/oneOf/3/properties/map/properties/maxConcurrency)
                      tolerate: {failures: DEFAULT(/$defs/task/oneOf/3/properties/map/properties/tolerate/properties/failures)}
                    do: [{id: m1, task: t}]
                  - id: l
                    loop:
                      until: true
                      maxIterations: DEFAULT(/$defs/task/oneOf/4/properties/loop/properties/maxIterations)
                      as: DEFAULT(/$defs/task/oneOf/4/properties/loop/properties/as)
                      results: DEFAULT(/$defs/task/oneOf/4/properties/loop/properties/results)
                    do: [{id: l1, task: t}]
                  - id: c
                    workflow:
                      name: x
                      revision: DEFAULT(/$defs/task/oneOf/5/properties/workflow/properties/revision)
                      wait: DEFAULT(/$defs/task/oneOf/5/properties/workflow/properties/wait)
                      onParentClose: DEFAULT(/$defs/task/oneOf/5/properties/workflow/properties/onParentClose)
                """);

        assertThat(facts(said)).isEqualTo(facts(silent));
    }

    private WorkflowPlan plan(String tasks) {
        String text = HEAD + tasks;
        for (int at = text.indexOf("DEFAULT("); at >= 0; at = text.indexOf("DEFAULT(")) {
            int end = text.indexOf(')', at);
            JsonNode value =
                    schema().at(text.substring(at + "DEFAULT(".length(), end)).path("default");
            assertThat(value.isMissingNode()).as(text.substring(at, end)).isFalse();
            text = text.substring(0, at) + value + text.substring(end + 1);
        }
        return compiler.compile(text.getBytes(StandardCharsets.UTF_8)).plan();
    }

    /** All but templates, which are never equal. */
    private static List<Object> facts(WorkflowPlan plan) {
        Node.Task task = (Node.Task) plan.node("a");
        Node.Map map = (Node.Map) plan.node("m");
        Loop loop = (Loop) plan.node("l");
        Node.Child child = (Node.Child) plan.node("c");
        return List.of(
                plan.priority(),
                plan.saga().order(),
                plan.saga().onUndoFailure(),
                plan.saga().parallelismMax(),
                Stream.of(FAILED, TIMED_OUT, CANCELLED)
                        .filter(plan.saga().compensateOn()::contains)
                        .toList(),
                plan.admission().concurrency().overflow(),
                task.controls().fairness().weight(),
                task.controls().rateLimit().burst(),
                task.head(),
                task.retry(),
                task.onUnknown(),
                task.undo().whenAttempted(),
                ((Node.Parallel) plan.node("p")).joinAt(),
                map.as(),
                loop.turnsMax(),
                loop.as(),
                loop.results(),
                map.concurrencyMax(),
                map.tolerance(),
                String.valueOf(child.revision()),
                child.awaitsEnd(),
                child.onParentClose());
    }
}
