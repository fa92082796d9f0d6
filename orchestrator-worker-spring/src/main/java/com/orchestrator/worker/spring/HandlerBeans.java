package com.orchestrator.worker.spring;

import com.orchestrator.worker.TaskHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ReflectionUtils.MethodFilter;

/** The beans that have handlers. Asks for their types first, so that no other bean is made earlier than it would be. */
final class HandlerBeans {

    private HandlerBeans() {}

    static List<Object> of(ConfigurableListableBeanFactory beans) {
        List<Object> handlers = new ArrayList<>();
        for (String name : beans.getBeanDefinitionNames()) {
            if (!ScopedProxyUtils.isScopedTarget(name)
                    && hasHandlers(AutoProxyUtils.determineTargetClass(beans, name))) {
                handlers.add(callable(name, beans.getBean(name)));
            }
        }
        return handlers;
    }

    private static boolean hasHandlers(@Nullable Class<?> type) {
        MethodFilter isHandler = method -> method.isAnnotationPresent(TaskHandler.class);
        return type != null
                && !type.getName().startsWith("org.springframework.")
                && !MethodIntrospector.selectMethods(type, isHandler).isEmpty();
    }

    /** A proxy that is a subclass has the methods, one that only has the interfaces does not. */
    private static Object callable(String name, Object bean) {
        if (AopUtils.isJdkDynamicProxy(bean)) {
            throw new IllegalStateException(
                    "Bean '" + name + "' has @TaskHandler methods behind a proxy of its interfaces;"
                            + " have it proxied by its class (spring.aop.proxy-target-class=true)");
        }
        return bean;
    }
}
