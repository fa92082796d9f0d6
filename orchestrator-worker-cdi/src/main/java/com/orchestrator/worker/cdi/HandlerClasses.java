package com.orchestrator.worker.cdi;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import java.util.List;

/** Names of the bean classes that have handlers, as the extension has found them. */
public final class HandlerClasses {

    static final String NAMES = "names";

    private final List<String> names;

    HandlerClasses(List<String> names) {
        this.names = List.copyOf(names);
    }

    List<String> names() {
        return names;
    }

    /** Made by the container. */
    public static final class Creator implements SyntheticBeanCreator<HandlerClasses> {

        @Override
        public HandlerClasses create(Instance<Object> lookup, Parameters parameters) {
            return new HandlerClasses(List.of(parameters.get(NAMES, String[].class)));
        }
    }
}
