package com.orchestrator.test;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What of the definitions the runs of an engine have been through: which tasks have begun, which branches were taken, and which undos were done. A branch
 * is a case of a {@code switch}, and that none holds where there is no default; a handler of {@code onError}; and either outcome of a condition. Those of
 * several tests are added up with {@link #plus}.
 */
public record Coverage(Part tasks, Part branches, Part undos) {

    /** Of no definition; to begin a sum with. */
    public static final Coverage NONE = new Coverage(Part.NONE, Part.NONE, Part.NONE);

    /**
     * @param all by {@code namespace/workflow task}, with what is meant of the task
     * @param met those of them that have happened
     */
    public record Part(Set<String> all, Set<String> met) {

        private static final Part NONE = new Part(Set.of(), Set.of());

        public Part {
            all = Set.copyOf(all);
            met = Set.copyOf(met);
        }

        /** From 0 to 1; 1 when there is nothing to be met. */
        public double share() {
            return all.isEmpty() ? 1 : (double) met.size() / all.size();
        }

        /** In order. */
        public Set<String> missing() {
            Set<String> missing = new TreeSet<>(all);
            missing.removeAll(met);
            return missing;
        }

        private Part plus(Part other) {
            return new Part(union(all, other.all), union(met, other.met));
        }

        private static Set<String> union(Set<String> some, Set<String> others) {
            Set<String> union = new TreeSet<>(some);
            union.addAll(others);
            return union;
        }

        private String shown(String name) {
            String missing = missing().stream().map(one -> "\n    " + one).collect(Collectors.joining());
            return "  " + met.size() + " of " + all.size() + " " + name
                    + (missing.isEmpty() ? "" : "; not met:" + missing);
        }
    }

    /** Both together: what either has met is met. */
    public Coverage plus(Coverage other) {
        return new Coverage(tasks.plus(other.tasks), branches.plus(other.branches), undos.plus(other.undos));
    }

    /** @throws AssertionError with what is missing, if fewer of the tasks have begun than this share, from 0 to 1 */
    public Coverage assertTasksCovered(double share) {
        return atLeast(share, Coverage::tasks, "tasks");
    }

    /** @throws AssertionError with what is missing, if fewer of the branches were taken than this share, from 0 to 1 */
    public Coverage assertBranchesCovered(double share) {
        return atLeast(share, Coverage::branches, "branches");
    }

    /** @throws AssertionError with what is missing, if fewer of the undos were done than this share, from 0 to 1 */
    public Coverage assertUndosCovered(double share) {
        return atLeast(share, Coverage::undos, "undos");
    }

    private Coverage atLeast(double share, Function<Coverage, Part> part, String name) {
        Part looked = part.apply(this);
        if (looked.share() < share) {
            throw new AssertionError(
                    Math.round(100 * share) + " % of the " + name + " are to be met\n" + looked.shown(name));
        }
        return this;
    }

    /** For people: how many of each, and what is missing. */
    @Override
    public String toString() {
        return tasks.shown("tasks") + "\n" + branches.shown("branches") + "\n" + undos.shown("undos");
    }
}
