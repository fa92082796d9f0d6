package com.orchestrator.worker;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the {@link TaskHandler} methods of an object and refuses those it cannot call, before the first task comes. */
final class HandlerMethods {

    private final ObjectMapper mapper;

    HandlerMethods(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    List<RegisteredHandler> of(Object target) {
        List<Method> found = new ArrayList<>();
        for (Class<?> type = target.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(TaskHandler.class) && !method.isBridge()) {
                    add(method, found);
                }
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    target.getClass().getName() + " has no method annotated with @TaskHandler");
        }
        return found.stream()
                .map(method -> handler(target, method, method.getAnnotation(TaskHandler.class)))
                .toList();
    }

    /**
     * An override stands for what it overrides. When both say the same, it may be a proxy's, which has the annotation and not the
     * generic types: then the method below is taken, by which the override is called.
     */
    private static void add(Method method, List<Method> found) {
        for (int i = 0; i < found.size(); i++) {
            Method override = found.get(i);
            if (isOverride(override, method)) {
                boolean saysTheSame =
                        override.getAnnotation(TaskHandler.class).equals(method.getAnnotation(TaskHandler.class));
                found.set(i, saysTheSame ? method : override);
                return;
            }
        }
        found.add(method);
    }

    private static boolean isOverride(Method override, Method method) {
        return override.getName().equals(method.getName())
                && Arrays.equals(override.getParameterTypes(), method.getParameterTypes())
                && !Modifier.isPrivate(method.getModifiers());
    }

    private RegisteredHandler handler(Object target, Method method, TaskHandler annotation) {
        Class<?>[] parameters = method.getParameterTypes();
        boolean takesContext = parameters.length > 0 && parameters[parameters.length - 1] == TaskContext.class;
        int inputs = takesContext ? parameters.length - 1 : parameters.length;
        if (inputs > 1 || (inputs == 1 && parameters[0] == TaskContext.class)) {
            throw new IllegalArgumentException("Handler " + name(method) + " for '" + annotation.value()
                    + "' must take (In, TaskContext), (In), (TaskContext) or nothing");
        }
        JavaType inputType = inputs == 0 ? null : mapper.constructType(method.getGenericParameterTypes()[0]);
        makeCallable(method);
        return new RegisteredHandler(
                annotation.value(),
                inputType,
                body(target, method, new Shape(inputs == 1, takesContext)),
                Set.of(annotation.fatal()),
                annotation.concurrency(),
                annotation.threads());
    }

    private static void makeCallable(Method method) {
        if (!method.trySetAccessible()) {
            throw new IllegalArgumentException("Handler " + name(method)
                    + " is not accessible: make it public, or open its package to com.orchestrator.worker");
        }
    }

    private static RegisteredHandler.Body body(Object target, Method method, Shape shape) {
        boolean returnsNothing = method.getReturnType() == void.class;
        return (input, context) -> {
            Object output = call(target, method, shape.arguments(input, context));
            return returnsNothing ? Map.of() : output;
        };
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object[] arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    /** Which of the two possible arguments a method takes. */
    private record Shape(boolean takesInput, boolean takesContext) {

        @Nullable
        Object[] arguments(@Nullable Object input, TaskContext context) {
            if (takesInput) {
                return takesContext ? new Object[] {input, context} : new Object[] {input};
            }
            return takesContext ? new Object[] {context} : new Object[0];
        }
    }
}
