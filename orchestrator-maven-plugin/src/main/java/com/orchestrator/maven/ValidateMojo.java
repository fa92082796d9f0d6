package com.orchestrator.maven;

import java.io.File;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Fails when a server would not take one of the definitions, and says what it would say. What is allowed but probably not meant is a warning. */
@Mojo(name = "validate", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class ValidateMojo extends AbstractMojo {

    /** Where the definitions are: files that end in {@code .yaml}, {@code .yml} or {@code .json}, there and below. */
    @Parameter(property = "orchestrator.definitions", defaultValue = "${project.basedir}/src/main/workflows")
    private File definitions;

    /** For Maven, which sets the parameters. */
    public ValidateMojo() {
        this(new File(""));
    }

    ValidateMojo(File definitions) {
        this.definitions = definitions;
    }

    @Override
    public void execute() throws MojoFailureException {
        DefinitionFiles.compile(definitions.toPath(), getLog());
    }
}
