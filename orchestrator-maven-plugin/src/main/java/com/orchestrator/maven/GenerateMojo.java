package com.orchestrator.maven;

import com.orchestrator.engine.definition.CompiledDefinition;
import java.io.File;
import java.io.IOException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Makes a class of each definition that starts its runs and sends them signals, with records for what its schemas say: {@code OrderWorkflow} of a
 * workflow {@code order}. They are sources of the project, and need the worker SDK.
 */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends AbstractMojo {

    /** Where the definitions are: files that end in {@code .yaml}, {@code .yml} or {@code .json}, there and below. */
    @Parameter(property = "orchestrator.definitions", defaultValue = "${project.basedir}/src/main/workflows")
    private File definitions;

    /** Where the classes are written. */
    @Parameter(defaultValue = "${project.build.directory}/generated-sources/orchestrator")
    private File output;

    /** Of the classes. */
    @Parameter(property = "orchestrator.package", required = true)
    private String packageName;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    /** For Maven, which sets the parameters. */
    public GenerateMojo() {
        this(new File(""), new File(""), "", new MavenProject());
    }

    GenerateMojo(File definitions, File output, String packageName, MavenProject project) {
        this.definitions = definitions;
        this.output = output;
        this.packageName = packageName;
        this.project = project;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        DefinitionFiles files = DefinitionFiles.compile(definitions.toPath(), getLog());
        for (CompiledDefinition definition : files.compiled()) {
            try {
                WorkflowClient.of(definition, packageName).writeTo(output);
            } catch (IOException e) {
                throw new MojoExecutionException(output + " cannot be written: " + e.getMessage(), e);
            }
        }
        project.addCompileSourceRoot(output.getAbsolutePath());
    }
}
