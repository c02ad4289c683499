"""How the columns of a source become typed values: by proof, never by guess."""
