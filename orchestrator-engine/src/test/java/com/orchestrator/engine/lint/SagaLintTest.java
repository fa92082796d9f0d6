package com.orchestrator.engine.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What the lint concludes from the graph is what happens when every run is played. {@code -Dlint.seeds=N} plays that many
 * graphs, {@code -Dlint.seed=S} one.
 */
class SagaLintTest {

    private static final int SEEDS = Integer.getInteger("lint.seeds", 3_000);
    private static final int FOUND_MIN = 100;

    private final Map<LintCode, Integer> found = new EnumMap<>(LintCode.class);

    @Test
    void findings_areWhatEveryRunShows() {
        Long only = Long.getLong("lint.seed");
        for (long seed = only == null ? 1 : only; seed <= (only == null ? SEEDS : only); seed++) {
            check(seed, RandomPlan.of(new Random(seed)));
        }
        assertThat(found)
                .as("graphs are interesting")
                .containsOnlyKeys(
                        LintCode.UNDO_MISSING,
                        LintCode.TWO_PIVOTS,
                        LintCode.PIVOTS_MAY_MEET,
                        LintCode.UNREACHABLE,
                        LintCode.JOIN_NEVER)
                .allSatisfy(
                        (code, times) -> assertThat(times).as("%s", code).isGreaterThan(only == null ? FOUND_MIN : -1));
    }

    private void check(long seed, WorkflowPlan plan) {
        List<Node> nodes = Subject.of(plan).nodes();
        EveryRun every = EveryRun.of(plan);
        List<Node> pivots =
                nodes.stream().filter(node -> node.head().role().pivot()).toList();

        compare(
                seed,
                plan,
                LintCode.UNDO_MISSING,
                node -> node instanceof Node.Task
                        && !pivots.contains(node)
                        && pivots.stream()
                                .anyMatch(pivot ->
                                        every.areEverBothStarted(node, pivot) && !every.comesAfter(node, pivot)));
        Predicate<Node> late = node -> every.isEverStarted(node) && every.isOneAlwaysDoneBefore(node, pivots);
        compare(seed, plan, LintCode.TWO_PIVOTS, node -> pivots.contains(node) && late.test(node));
        compare(
                seed,
                plan,
                LintCode.PIVOTS_MAY_MEET,
                node -> pivots.contains(node)
                        && !late.test(node)
                        && pivots.subList(0, pivots.indexOf(node)).stream()
                                .anyMatch(earlier -> every.areEverBothStarted(earlier, node)));
        compare(
                seed,
                plan,
                LintCode.UNREACHABLE,
                node -> !every.isEverStarted(node)
                        && node.head().dependsOn().stream()
                                .map(plan::node)
                                .anyMatch(before -> every.isEverStarted(before) && !every.everLetsGo(before)));
        compare(
                seed,
                plan,
                LintCode.JOIN_NEVER,
                node -> node instanceof Node.Parallel
                        && every.isEverStarted(node)
                        && !node.head().caught().everything()
                        && !every.everPasses(node)
                        && !mayReturn(every, node));
    }

    private static boolean mayReturn(EveryRun every, Node node) {
        return (node instanceof Node.Return && every.isEverStarted(node))
                || node.blocks().stream()
                        .flatMap(block -> block.nodes().stream())
                        .anyMatch(inner -> mayReturn(every, inner));
    }

    private void compare(long seed, WorkflowPlan plan, LintCode code, Predicate<Node> expected) {
        Set<String> said = SagaLint.findings(plan).stream()
                .filter(finding -> finding.code() == code)
                .map(Finding::taskId)
                .collect(Collectors.toCollection(HashSet::new));
        Set<String> seen =
                Subject.of(plan).nodes().stream().filter(expected).map(Node::id).collect(Collectors.toSet());

        found.merge(code, seen.size(), Integer::sum);
        assertThat(said).as("%s of seed %d: %s", code, seed, plan.root()).isEqualTo(seen);
    }
}
