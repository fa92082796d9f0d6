package com.orchestrator.worker.cdi;

import com.orchestrator.worker.TaskHandler;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the beans that have handlers. Build compatible, so that it serves any CDI 4. The worker itself is an ordinary bean of this library, which
 * has a {@code beans.xml} for it: a bean that an extension adds is in some containers of a module of its own, and does not see the application.
 */
public final class HandlerExtension implements BuildCompatibleExtension {

    private final Set<String> handlers = new TreeSet<>();

    @Registration(types = Object.class)
    public void registered(BeanInfo bean) {
        if (bean.isClassBean()
                && bean.declaringClass().methods().stream()
                        .anyMatch(method -> method.hasAnnotation(TaskHandler.class))) {
            handlers.add(bean.declaringClass().name());
        }
    }

    @Synthesis
    public void synthesize(SyntheticComponents components) {
        components
                .addBean(HandlerClasses.class)
                .type(HandlerClasses.class)
                .withParam(HandlerClasses.NAMES, handlers.toArray(String[]::new))
                .createWith(HandlerClasses.Creator.class);
    }
}
