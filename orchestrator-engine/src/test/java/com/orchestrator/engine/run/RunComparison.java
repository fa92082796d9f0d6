package com.orchestrator.engine.run;

import com.orchestrator.engine.history.KnownPayloads;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares two runs field by field, found by reflection, so that a field somebody adds is compared without anybody
 * remembering to.
 */
public final class RunComparison {

    /** Not state of the run: what the recorder keeps or has not asked for yet, and pending tasks that were only looked at. */
    private static final Set<String> NOT_COMPARED =
            Set.of("touched", "imagined", "blocks", "hasRow", "permitsInRows", "keptJustNow", "pendingUndos");

    private static final Set<Class<?>> WALKED = Set.of(
            Run.class,
            TaskRuns.class,
            ExecutionRuns.class,
            BlockRun.class,
            PassesRun.class,
            PassesRun.Items.class,
            PassesRun.Turns.class,
            TaskRun.class,
            UndoRun.class,
            EarlierUndos.class,
            ProbeRun.class,
            RunTimers.class,
            KnownPayloads.class,
            ExecutionRun.class,
            Folds.class,
            LifecycleFold.class,
            TaskFold.class,
            ExecutionFold.class,
            UndoFold.class,
            ProbeRun.Fold.class,
            Mailbox.Fold.class,
            ChildFold.class,
            ChildRun.class,
            Mailbox.class,
            AfterRollback.class,
            Claims.class,
            Claims.Fold.class);

    private static final Map<Class<?>, List<Field>> FIELDS = new HashMap<>();

    static {
        WALKED.forEach(type -> FIELDS.put(type, fieldsOf(type)));
    }

    private final IdentityHashMap<Object, Object> seen = new IdentityHashMap<>();
    private @Nullable String difference;

    private RunComparison() {}

    /** The first field in which they differ. */
    public static Optional<String> difference(Run live, Run folded) {
        RunComparison comparison = new RunComparison();
        comparison.compare(live, folded, "run");
        return Optional.ofNullable(comparison.difference);
    }

    private static List<Field> fieldsOf(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        Class<?> parent = type.getSuperclass();
        if (parent != null && WALKED.contains(parent)) {
            fields.addAll(fieldsOf(parent));
        }
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !NOT_COMPARED.contains(field.getName())) {
                field.setAccessible(true);
                fields.add(field);
            }
        }
        return fields;
    }

    private void compare(@Nullable Object live, @Nullable Object folded, String path) {
        if (live == folded || difference != null) {
            return;
        }
        if (live == null || folded == null) {
            differ(live, folded, path);
        } else if (WALKED.contains(live.getClass())) {
            if (seen.put(live, folded) == null) {
                walk(live, folded, path);
            }
        } else if (live instanceof Map<?, ?> map) {
            compareMaps(map, (Map<?, ?>) folded, path);
        } else if (live instanceof Collection<?> collection && holdsWalked(collection)) {
            compareAll(new ArrayList<>(collection), new ArrayList<>((Collection<?>) folded), path);
        } else if (!Objects.equals(live, folded)) {
            differ(live, folded, path);
        }
    }

    private static boolean holdsWalked(Collection<?> collection) {
        return !collection.isEmpty()
                && WALKED.contains(collection.iterator().next().getClass());
    }

    private void walk(Object live, Object folded, String path) {
        for (Field field : FIELDS.get(live.getClass())) {
            compare(valueOf(field, live), valueOf(field, folded), path + "." + field.getName());
        }
    }

    private static @Nullable Object valueOf(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " was made accessible", e);
        }
    }

    private void compareMaps(Map<?, ?> live, Map<?, ?> folded, String path) {
        if (!new HashSet<>(live.keySet()).equals(new HashSet<>(folded.keySet()))) {
            differ(live.keySet(), folded.keySet(), path + " keys");
            return;
        }
        live.forEach((key, value) -> compare(value, folded.get(key), path + "[" + key + "]"));
    }

    private void compareAll(List<?> live, List<?> folded, String path) {
        if (live.size() != folded.size()) {
            differ(live.size(), folded.size(), path + " size");
            return;
        }
        for (int i = 0; i < live.size(); i++) {
            compare(live.get(i), folded.get(i), path + "[" + i + "]");
        }
    }

    private void differ(@Nullable Object live, @Nullable Object folded, String path) {
        difference = path + " is " + live + ", but folding its events gives " + folded;
    }
}
