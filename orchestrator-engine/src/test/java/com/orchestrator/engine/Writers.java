package com.orchestrator.engine;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The methods of a package that write fields of its objects, by themselves or by what they call; constructors do not count. */
final class Writers {

    private final Set<JavaCodeUnit> writers = new HashSet<>();

    private Writers() {}

    static Writers of(JavaClasses classes, String packageName) {
        Writers found = new Writers();
        Deque<JavaCodeUnit> open = new ArrayDeque<>();
        for (JavaClass type : classes) {
            if (type.getPackageName().equals(packageName)) {
                type.getMethods().stream().filter(Writers::writes).forEach(open::add);
            }
        }
        while (!open.isEmpty()) {
            JavaCodeUnit writer = open.pop();
            if (found.writers.add(writer)) {
                writer.getCallsOfSelf().stream()
                        .map(JavaAccess::getOrigin)
                        .filter(JavaMethod.class::isInstance)
                        .filter(caller -> caller.getOwner().getPackageName().equals(packageName))
                        .forEach(open::add);
            }
        }
        return found;
    }

    private static boolean writes(JavaMethod method) {
        return method.getFieldAccesses().stream()
                .filter(access -> access.getAccessType() == JavaFieldAccess.AccessType.SET)
                .anyMatch(access -> access.getTargetOwner()
                        .getPackageName()
                        .equals(method.getOwner().getPackageName()));
    }

    /** Those that others can call, as {@code Class.method}. */
    Set<String> visible() {
        return writers.stream()
                .filter(writer -> isPublic(writer.getModifiers())
                        && isPublic(writer.getOwner().getModifiers()))
                .map(writer -> writer.getOwner().getSimpleName() + "." + writer.getName())
                .collect(Collectors.toSet());
    }

    private static boolean isPublic(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC);
    }
}
