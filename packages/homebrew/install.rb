# Does with a formula what Homebrew does on Linux, where there is none: checks the archive's sum and
# installs from it.
#
#     ruby install.rb FORMULA ARCHIVES FOLDER
require "digest"
require "fileutils"

# What a formula may say, as far as clawtidy's does.
class Formula
  CPU = RbConfig::CONFIG["host_cpu"] == "aarch64" ? :on_arm : :on_intel

  class << self
    attr_reader :said

    def desc(_) = nil
    def homepage(_) = nil
    def version(_) = nil
    def license(_) = nil
    def test(&) = nil
    def on_macos = nil
    def on_linux = yield
    def on_arm = (yield if CPU == :on_arm)
    def on_intel = (yield if CPU == :on_intel)
    def url(text) = (@said ||= {})[:url] = text
    def sha256(text) = (@said ||= {})[:sum] = text
  end

  def self.folder(name, path) = define_method(name) { Target.new(File.join(ARGV[2], path)) }
  folder :bin, "bin"
  folder :man1, "share/man/man1"
  folder :bash_completion, "share/bash-completion/completions"
  folder :zsh_completion, "share/zsh/site-functions"
  folder :fish_completion, "share/fish/vendor_completions.d"

  # Where files are installed to.
  Target = Struct.new(:path) do
    def install(files)
      FileUtils.mkdir_p(path)
      pairs = files.is_a?(Hash) ? files.to_a : Array(files).map { [_1, File.basename(_1)] }
      pairs.each { |from, name| FileUtils.cp(from, File.join(path, name)) }
    end
  end
end

load File.expand_path(ARGV[0])
said = Clawtidy.said
archive = File.expand_path(File.join(ARGV[1], File.basename(said[:url])))
raise "#{archive} has another sum" unless Digest::SHA256.file(archive).hexdigest == said[:sum]

ARGV[2] = File.expand_path(ARGV[2])
FileUtils.mkdir_p(ARGV[2])
Dir.chdir(ARGV[2]) do
  system("tar", "-xzf", archive, "--strip-components=1", "--one-top-level=.unpacked") || raise("tar failed")
  Dir.chdir(".unpacked") { Clawtidy.new.install }
end
