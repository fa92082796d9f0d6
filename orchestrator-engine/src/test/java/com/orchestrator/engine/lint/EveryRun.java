package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Plays a plan once for every way its conditions and joins can turn out. A node that can start does: a failure stops only
 * what waits for it.
 */
final class EveryRun {

    private final WorkflowPlan plan;
    private final List<Played> runs = new ArrayList<>();

    /**
     * One way through.
     *
     * @param lostAt for each node that has completed: the blocks and nodes for whose outside it may as well not have
     */
    record Played(Set<String> started, Set<String> letGo, Map<String, Set<String>> lostAt) {
        Played() {
            this(new HashSet<>(), new HashSet<>(), new HashMap<>());
        }
    }

    /** Outcome chosen and number of outcomes, choice by choice. */
    private final List<int[]> script = new ArrayList<>();

    private int step;
    private Played current = new Played();

    private EveryRun(WorkflowPlan plan) {
        this.plan = plan;
    }

    static EveryRun of(WorkflowPlan plan) {
        EveryRun every = new EveryRun(plan);
        do {
            every.step = 0;
            every.current = new Played();
            every.play(plan.root());
            every.runs.add(every.current);
        } while (every.advance());
        return every;
    }

    /** The next outcome in turn; the first time round always the first. */
    private int choose(int options) {
        if (step == script.size()) {
            script.add(new int[] {0, options});
        }
        return script.get(step++)[0];
    }

    private boolean advance() {
        while (!script.isEmpty()) {
            int[] last = script.get(script.size() - 1);
            if (++last[0] < last[1]) {
                return true;
            }
            script.remove(script.size() - 1);
        }
        return false;
    }

    private boolean play(Block block) {
        Set<String> passed = new HashSet<>();
        for (Node node : block.nodes()) {
            if (passed.containsAll(node.head().dependsOn()) && play(node)) {
                passed.add(node.id());
                current.letGo.add(node.id());
            }
        }
        return passed.size() == block.nodes().size();
    }

    private boolean play(Node node) {
        if (node.head().condition() != null && choose(2) == 1) {
            return true;
        }
        current.started.add(node.id());
        boolean passes = playBlocks(node);
        if (passes) {
            current.lostAt.put(node.id(), new HashSet<>());
        }
        if (node.head().caught().everything()) {
            lose(node, node.id());
        }
        return passes || node.head().caught().everything();
    }

    private boolean playBlocks(Node node) {
        if (node instanceof Node.Switch choice) {
            boolean hasDefault = choice.cases().stream().anyMatch(option -> option.condition() == null);
            int taken = choose(choice.cases().size() + (hasDefault ? 0 : 1));
            return taken == choice.cases().size() || play(choice.blocks().get(taken));
        }
        if (node instanceof Node.Parallel parallel) {
            return playBranches(parallel);
        }
        return !(node instanceof Node.Fail) && !(node instanceof Node.Return);
    }

    /** Any branches that get through, as many as the join wants, may be the first. */
    private boolean playBranches(Node.Parallel parallel) {
        List<Block> through = new ArrayList<>();
        for (Block branch : parallel.branches()) {
            if (play(branch)) {
                through.add(branch);
            }
        }
        if (through.size() < parallel.joinAt()) {
            return false;
        }
        List<List<Block>> winners = subsets(through, parallel.joinAt());
        List<Block> first = winners.get(choose(winners.size()));
        parallel.branches().stream()
                .filter(branch -> !first.contains(branch))
                .forEach(branch -> branch.nodes().forEach(node -> lose(node, branch.id())));
        return true;
    }

    private static List<List<Block>> subsets(List<Block> blocks, int size) {
        if (size == 0) {
            return List.of(List.of());
        }
        List<List<Block>> all = new ArrayList<>();
        for (int i = 0; i <= blocks.size() - size; i++) {
            for (List<Block> rest : subsets(blocks.subList(i + 1, blocks.size()), size - 1)) {
                List<Block> subset = new ArrayList<>(rest);
                subset.add(blocks.get(i));
                all.add(subset);
            }
        }
        return all;
    }

    private void lose(Node node, String scope) {
        current.lostAt.computeIfPresent(node.id(), (id, scopes) -> {
            scopes.add(scope);
            return scopes;
        });
        node.blocks().forEach(block -> block.nodes().forEach(inner -> lose(inner, scope)));
    }

    boolean isEverStarted(Node node) {
        return runs.stream().anyMatch(run -> run.started.contains(node.id()));
    }

    boolean areEverBothStarted(Node one, Node other) {
        return runs.stream().anyMatch(run -> run.started.containsAll(Set.of(one.id(), other.id())));
    }

    boolean everLetsGo(Node node) {
        return runs.stream().anyMatch(run -> run.letGo.contains(node.id()));
    }

    boolean everPasses(Node node) {
        return runs.stream().anyMatch(run -> run.lostAt.containsKey(node.id()));
    }

    /** Whether one of the candidates that end before it has completed in every run that starts the node. */
    boolean isOneAlwaysDoneBefore(Node node, List<Node> candidates) {
        List<Node> before = candidates.stream()
                .filter(candidate -> comesAfter(node, candidate))
                .toList();
        return runs.stream()
                .filter(run -> run.started.contains(node.id()))
                .allMatch(run -> before.stream().anyMatch(done -> isDone(run, done, node)));
    }

    private boolean isDone(Played run, Node done, Node seenFrom) {
        Set<String> lost = run.lostAt.get(done.id());
        return lost != null && around(seenFrom).containsAll(lost);
    }

    /** Ids of the nodes and blocks a node stands in. */
    private Set<String> around(Node node) {
        Set<String> ids = new HashSet<>();
        Block block = plan.index().parents().get(node.id());
        while (block != null && plan.index().owners().containsKey(block.id())) {
            Node owner = plan.index().owners().get(block.id());
            ids.add(block.id());
            ids.add(owner.id());
            block = plan.index().parents().get(owner.id());
        }
        return ids;
    }

    /** By walking from the start of a node back over everything that has to begin or end before it. */
    boolean comesAfter(Node later, Node earlier) {
        Deque<String> open = new ArrayDeque<>(List.of("start " + later.id()));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String moment = open.pop();
            if (seen.add(moment)) {
                momentsBefore(moment).forEach(open::push);
            }
        }
        return seen.contains("end " + earlier.id());
    }

    private Stream<String> momentsBefore(String moment) {
        Node node = plan.node(moment.substring(moment.indexOf(' ') + 1));
        if (moment.startsWith("end ")) {
            return Stream.concat(
                    Stream.of("start " + node.id()),
                    node.blocks().stream()
                            .flatMap(block -> block.nodes().stream())
                            .map(inner -> "end " + inner.id()));
        }
        Block block = plan.index().parents().get(node.id());
        Node owner = block == null ? null : plan.index().owners().get(block.id());
        return Stream.concat(
                owner == null ? Stream.of() : Stream.of("start " + owner.id()),
                node.head().dependsOn().stream().map(id -> "end " + id));
    }
}
