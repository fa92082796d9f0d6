package com.orchestrator.test;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes the {@link TestEngine} of each test method, and of its {@code @BeforeEach} methods; see {@link OrchestratorTest}. */
public final class OrchestratorExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(OrchestratorExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == TestEngine.class;
    }

    @Override
    public TestEngine resolveParameter(ParameterContext parameter, ExtensionContext test) {
        ExtensionContext.Store engines = test.getStore(NAMESPACE);
        TestEngine known = engines.get(test.getUniqueId(), TestEngine.class);
        if (known != null) {
            return known;
        }
        TestEngine engine = engine(test);
        engines.put(test.getUniqueId(), engine);
        return engine;
    }

    private static TestEngine engine(ExtensionContext test) {
        TestEngine engine = TestEngine.create();
        AnnotationSupport.findAnnotation(test.getRequiredTestClass(), OrchestratorTest.class)
                .ifPresent(annotation -> {
                    for (String file : annotation.definitions()) {
                        engine.definitionFile(file);
                    }
                });
        return engine;
    }
}
